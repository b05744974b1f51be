/** The library of the tour with its looks: loaded when the tour is first taken. */
import 'driver.js/dist/driver.css'
import './tour.css'

export { driver } from 'driver.js'
