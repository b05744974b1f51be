/** Entry of the command line. */
import module from 'node:module'
import { cliMain } from './cli.ts'
import { processIo } from './process-io.ts'

// Compiled code is kept between calls; the launcher may have chosen a folder already.
if (module.getCompileCacheDir() === undefined) module.enableCompileCache()

process.exitCode = await cliMain(process.argv.slice(2), processIo(import.meta))
