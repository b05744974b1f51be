/** Opens a data folder, says `open` or what the problem is, and stays until it is told to go. Arguments: the data folder. */
import { StoreError } from '../../runs/store-port.ts'
import { openStore } from '../open-store.ts'

try {
  const store = openStore(process.argv[2] ?? '')
  // Held on to until then: a database that nobody refers to is closed with the garbage, and lets go of its lock.
  process.stdin.once('end', () => store.close())
  console.log(JSON.stringify({ code: 'open' }))
  process.stdin.resume()
} catch (error) {
  console.log(JSON.stringify(error instanceof StoreError ? error.problem : { code: String(error) }))
}
