/** Opens a data folder, says `open` or what the problem is, and stays until it is told to go. Arguments: the data folder. */
import { StoreError } from '../../runs/store-port.ts'
import { openStore } from '../open-store.ts'

try {
  openStore(process.argv[2] ?? '')
  console.log(JSON.stringify({ code: 'open' }))
  process.stdin.resume()
} catch (error) {
  console.log(JSON.stringify(error instanceof StoreError ? error.problem : { code: String(error) }))
}
