/** For shells that keep something of their own beside the data: absolute path of the folder for what `--data` said, or null. */
export { dataFolderHere } from '../store/data-folder.ts'
