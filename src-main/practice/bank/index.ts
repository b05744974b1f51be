/** The bank of fact questions: text in, questions out. Files lie in `resources/exam/bank`; whoever has the folder of resources reads them. */
export { BankError, bankFileName, bankFileNames, parseBank } from './parse-bank.ts'
