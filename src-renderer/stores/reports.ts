/** What a person takes along from a run: reports, tables and pictures, each a file. */
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ApiInput, ApiOutput } from '../../src-main/contract/api.ts'
import type { ReportFile } from '../../src-main/contract/api-report.ts'
import { useApi } from '../api/client.ts'
import { pngPicture, svgPicture, type Picture, type PictureFormat } from '../graph/picture.ts'
import { saveFile } from '../ui/files.ts'
import { usePrefsStore } from './prefs.ts'
import { useRunStore } from './run.ts'
import { useSelectionStore } from './selection.ts'

export const reportKinds = ['run', 'design', 'events'] as const
export type ReportKind = (typeof reportKinds)[number]
export type ReportChoice = ApiInput<'report.run'>

const types: { readonly [ending: string]: string } = { html: 'text/html;charset=utf-8', csv: 'text/csv;charset=utf-8' }

export const useReportStore = defineStore('reports', () => {
  const api = useApi()
  const run = useRunStore()
  const prefs = usePrefsStore()
  const selection = useSelectionStore()
  /** A report is being made. */
  const making = ref(false)

  /** False after a refusal, which has been told. */
  async function save(ask: () => Promise<ReportFile>): Promise<boolean> {
    making.value = true
    const file = await run.attempt(ask)
    making.value = false
    if (file === null) return false
    saveFile(file.fileName, file.text, types[file.fileName.split('.').at(-1) ?? ''] ?? 'text/plain')
    return true
  }

  const saveReport = (kind: ReportKind, choice: ReportChoice): Promise<boolean> =>
    save((): Promise<ApiOutput<'report.run'>> => api.invoke(`report.${kind}`, choice))

  /** Of the comparison or the sweep that is open, in the language of the window. */
  const saveOf = (what: 'compare' | 'sweep', replaceNames: boolean): Promise<boolean> =>
    save((): Promise<ReportFile> => api.invoke(`${what}.report`, { language: prefs.language, replaceNames }))

  /** The course of what is selected, where it has one; else of the cluster. */
  function saveSeries(): Promise<boolean> {
    const { object } = selection
    const of =
      object !== null && (object.kind === 'host' || object.kind === 'vm') ? { kind: object.kind, name: object.name } : { kind: 'cluster' as const }
    return save(() => api.invoke('report.series', of))
  }

  async function savePicture(picture: Picture, format: PictureFormat): Promise<void> {
    const name = `${run.title ?? 'topology'} ${prefs.theme}.${format}`.replace(/[<>:"/\\|?*]+/g, '-')
    if (format === 'svg') saveFile(name, svgPicture(picture), 'image/svg+xml')
    else saveFile(name, await pngPicture(picture), 'image/png')
  }

  return { making, saveReport, saveOf, saveSeries, savePicture }
})
