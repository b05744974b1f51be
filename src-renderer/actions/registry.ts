/**
 * What a person can do in the workbench, once: the key handler, the sheet of shortcuts, tooltips, the command palette and Electron's menu
 * all derive from this list. An action knows the stores; panes offer what only they can do through the workbench store.
 */
import type { Speed } from '../../src-main/contract/api.ts'
import { endFaultDrag } from '../panels/faults/drag.ts'
import { chosenTime, faultTime } from '../panels/faults/fault-time.ts'
import { useAttemptStore } from '../stores/attempt.ts'
import { useCompareStore } from '../stores/compare.ts'
import { usePartitionStore } from '../panels/faults/partition.ts'
import type { PictureFormat } from '../graph/picture.ts'
import type { MessageKey } from '../i18n/en.ts'
import { useDesignDoor } from '../stores/design-door.ts'
import { useFoldStore } from '../stores/folds.ts'
import { useHistoryStore } from '../stores/history.ts'
import { useOutageStore } from '../stores/outages.ts'
import { usePredictStore } from '../stores/predict.ts'
import { usePrefsStore } from '../stores/prefs.ts'
import { usePageStore } from '../stores/page.ts'
import { useProjectsStore } from '../stores/projects.ts'
import { useReportStore } from '../stores/reports.ts'
import { useSettingsStore } from '../stores/settings.ts'
import { useRunStore } from '../stores/run.ts'
import { inspectorTabs, useSelectionStore, type InspectorTab } from '../stores/selection.ts'
import { bottomTabs, useWorkbenchStore, type BarPopoverName, type BottomTab } from '../stores/workbench.ts'
import { explainObject } from './explain.ts'
import { belongsToTarget, pressed } from './keys.ts'
import { walkPanes } from './panes.ts'

export const actionGroups = ['run', 'history', 'look', 'go', 'app'] as const
export type ActionGroup = (typeof actionGroups)[number]

export interface Action {
  readonly id: string
  readonly group: ActionGroup
  readonly label: MessageKey
  /** As `keys.ts` reads them; the first is the one that menus show. */
  readonly keys: readonly string[]
  readonly enabled: () => boolean
  readonly run: () => void
  /** What it would act on just now: a command, an object, as the log writes it. */
  readonly subject?: () => string | null
}

export const speeds: readonly Speed[] = [1, 5, 10, 60, 600, 'max']

/** The next speed offered in a direction; the same at the end of the list. */
export function nextSpeed(now: Speed, by: 1 | -1): Speed {
  const value = (speed: Speed): number => (speed === 'max' ? Infinity : speed)
  const beyond = speeds.filter((speed) => (value(speed) - value(now)) * by > 0 || (now !== 'max' && speed === 'max' && by > 0))
  return (by > 0 ? beyond[0] : beyond.at(-1)) ?? now
}

const always = (): boolean => true

function runActions(): Action[] {
  const run = useRunStore()
  const selection = useSelectionStore()
  const opened = (): boolean => run.status !== null && run.link === 'open'
  const group = 'run'
  /** A cluster or vCenter Server is in no event as an object of its own. */
  const stepObject = () => {
    const { object } = selection
    if (object === null || object.kind === 'cluster' || object.kind === 'vcenter') return null
    return { kind: object.kind, name: object.name }
  }
  const subject = (): string | null => stepObject()?.name ?? null
  const stepOf = (by: 1 | -1) => (): void => {
    const of = stepObject()
    if (of !== null) void run.step(by, of)
  }
  const onObject = (): boolean => opened() && stepObject() !== null
  const speed = (by: 1 | -1) => (): void => void run.setSpeed(nextSpeed(run.status?.speed ?? 1, by))
  return [
    { id: 'togglePlay', group, label: 'keys.togglePlay', keys: ['Space'], enabled: opened, run: () => void run.toggle() },
    { id: 'toStart', group, label: 'run.toStart', keys: ['Home'], enabled: opened, run: () => void run.seek(0) },
    {
      id: 'stepBack',
      group,
      label: 'run.stepBack',
      keys: [',', 'ArrowLeft'],
      enabled: () => opened() && run.t > 0,
      run: () => void run.step(-1),
    },
    { id: 'stepForward', group, label: 'run.stepForward', keys: ['.', 'ArrowRight'], enabled: opened, run: () => void run.step(1) },
    { id: 'stepBackOf', group, label: 'run.stepBackOf', keys: ['['], enabled: onObject, run: stepOf(-1), subject },
    { id: 'stepForwardOf', group, label: 'run.stepForwardOf', keys: [']'], enabled: onObject, run: stepOf(1), subject },
    { id: 'toEnd', group, label: 'run.toEnd', keys: ['End'], enabled: opened, run: () => void run.seek(run.until) },
    {
      id: 'predict',
      group,
      label: 'predict.toggle',
      keys: ['Q'],
      enabled: () => usePredictStore().mayPredict,
      run: () => void usePredictStore().toggle(),
    },
    { id: 'slower', group, label: 'run.slower', keys: ['<'], enabled: opened, run: speed(-1) },
    { id: 'faster', group, label: 'run.faster', keys: ['>'], enabled: opened, run: speed(1) },
  ]
}

function historyActions(): Action[] {
  const run = useRunStore()
  const history = useHistoryStore()
  const workbench = useWorkbenchStore()
  const opened = (): boolean => run.status !== null && run.link === 'open'
  const takesCommands = (): boolean => opened() && run.status?.recordedBy === null
  const group = 'history'
  const popover = (name: BarPopoverName) => (): void => workbench.toggle(name)
  return [
    {
      id: 'undo',
      group,
      label: 'history.undo',
      keys: ['Ctrl+Z'],
      enabled: () => opened() && run.status?.undo !== null,
      run: () => void history.undo(),
      subject: () => run.status?.undo ?? null,
    },
    {
      id: 'redo',
      group,
      label: 'history.redo',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      enabled: () => opened() && run.status?.redo !== null,
      run: () => void history.redo(),
      subject: () => run.status?.redo ?? null,
    },
    { id: 'restart', group, label: 'history.restart', keys: [], enabled: opened, run: () => void history.restart() },
    {
      id: 'rerun',
      group,
      label: 'history.rerun',
      keys: [],
      enabled: () => opened() && !history.rerunning,
      run: () => void history.runAgain(),
    },
    {
      id: 'addBookmark',
      group,
      label: 'bookmarks.add',
      keys: ['Ctrl+B'],
      enabled: opened,
      run: () => (workbench.dialog = 'bookmark'),
    },
    { id: 'bookmarks', group, label: 'bookmarks.title', keys: ['Ctrl+Shift+B'], enabled: opened, run: popover('bookmarks') },
    {
      id: 'compare',
      group,
      label: 'compare.with',
      keys: ['Alt+C'],
      enabled: opened,
      run: () => useCompareStore().showWith(run.status?.branch ?? 0, run.status?.branches ?? []),
    },
    { id: 'branches', group, label: 'branch.title', keys: ['Alt+B'], enabled: opened, run: popover('branches') },
    { id: 'faults', group, label: 'faults.title', keys: ['F'], enabled: opened, run: popover('faults') },
    { id: 'configure', group, label: 'settingsOf.title', keys: ['E'], enabled: takesCommands, run: () => (workbench.dialog = 'configure') },
    { id: 'command', group, label: 'command.title', keys: ['C'], enabled: takesCommands, run: () => (workbench.dialog = 'command') },
    ...partitionActions(),
  ]
}

/** Without a pointer: hosts are marked one by one, then the partition is sent. */
function partitionActions(): Action[] {
  const run = useRunStore()
  const selection = useSelectionStore()
  const partition = usePartitionStore()
  const group = 'history'
  const possible = (): boolean => run.status !== null && run.link === 'open' && run.status.recordedBy === null && partition.networks.length > 0
  const host = (): string | null => (selection.object?.kind === 'host' ? selection.object.name : null)
  function sendOrBegin(): void {
    const time = chosenTime(faultTime, run.until)
    if (!partition.active) partition.begin(null, host())
    else if (partition.ready && time.problem === null) void partition.send(time.at)
  }
  function mark(): void {
    const name = host()
    if (name === null) return
    if (partition.active) partition.toggle(name)
    else partition.begin(null, name)
  }
  return [
    { id: 'partition', group, label: 'keys.partition', keys: ['P'], enabled: possible, run: sendOrBegin },
    { id: 'markHost', group, label: 'keys.markHost', keys: ['M'], enabled: () => possible() && host() !== null, run: mark, subject: host },
  ]
}

function lookActions(): Action[] {
  const selection = useSelectionStore()
  const workbench = useWorkbenchStore()
  const group = 'look'
  const selected = (): boolean => selection.object !== null
  const subject = (): string | null => selection.object?.name ?? null
  return [
    { id: 'search', group, label: 'keys.search', keys: ['Ctrl+F'], enabled: always, run: () => workbench.view('focusSearch')?.() },
    {
      id: 'why',
      group,
      label: 'menu.why',
      keys: ['W'],
      enabled: selected,
      run: () => {
        if (selection.object !== null) explainObject(selection.object)
      },
      subject,
    },
    { id: 'objectMenu', group, label: 'keys.menu', keys: ['Shift+F10'], enabled: selected, run: () => workbench.view('openMenu')?.(), subject },
    { id: 'fit', group, label: 'topology.fit', keys: ['0'], enabled: always, run: () => workbench.view('fit')?.() },
    { id: 'zoomIn', group, label: 'topology.zoomIn', keys: ['Plus', '='], enabled: always, run: () => workbench.view('zoomBy')?.(1.3) },
    { id: 'zoomOut', group, label: 'topology.zoomOut', keys: ['-'], enabled: always, run: () => workbench.view('zoomBy')?.(1 / 1.3) },
    {
      id: 'clear',
      group,
      label: 'keys.clear',
      keys: ['Esc'],
      enabled: always,
      run: () => {
        endFaultDrag()
        selection.clear()
      },
    },
  ]
}

function goActions(): Action[] {
  const selection = useSelectionStore()
  const outages = useOutageStore()
  const folds = useFoldStore()
  const run = useRunStore()
  const workbench = useWorkbenchStore()
  const group = 'go'
  const inspector = (tab: InspectorTab): Action => ({
    id: `tab.${tab}`,
    group,
    label: `tab.${tab}`,
    keys: [],
    enabled: always,
    run: () => (selection.tab = tab),
  })
  const bottom = (tab: BottomTab): Action => ({
    id: `bottom.${tab}`,
    group,
    label: `${tab}.title`,
    keys: [],
    enabled: always,
    run: () => (workbench.bottomTab = tab),
  })
  return [
    { id: 'nextPane', group, label: 'keys.nextPane', keys: ['F6'], enabled: always, run: () => walkPanes(1) },
    { id: 'previousPane', group, label: 'keys.previousPane', keys: ['Shift+F6'], enabled: always, run: () => walkPanes(-1) },
    { id: 'outages', group, label: 'outages.show', keys: [], enabled: () => outages.total > 0, run: () => void outages.show() },
    {
      id: 'rules',
      group,
      label: 'drs.rules',
      keys: [],
      enabled: () => run.lab?.drsEnabled === true,
      run: () => {
        selection.tab = 'drs'
        folds.choose('drs-rules', true)
      },
    },
    ...inspectorTabs.map(inspector),
    ...bottomTabs.map(bottom),
  ]
}

function appActions(): Action[] {
  const prefs = usePrefsStore()
  const workbench = useWorkbenchStore()
  const page = usePageStore()
  const projects = useProjectsStore()
  const settings = useSettingsStore()
  const run = useRunStore()
  const reports = useReportStore()
  const door = useDesignDoor()
  const group = 'app'
  const kept = (): boolean => run.project !== null
  const opened = (): boolean => run.status !== null && run.link === 'open'
  /** A run of another engine is only looked at. */
  const mayAsk = (): boolean => opened() && run.status?.recordedBy === null
  const picture = (format: PictureFormat, id: 'exportSvg' | 'exportPng'): Action => ({
    id,
    group,
    label: `export.${id}`,
    keys: [],
    enabled: opened,
    run: () => {
      const shown = workbench.view('picture')?.() ?? null
      if (shown !== null) void reports.savePicture(shown, format)
    },
  })
  return [
    { id: 'importExport', group, label: 'import.from', keys: [], enabled: always, run: () => page.show('import') },
    { id: 'library', group, label: 'home.library', keys: ['Alt+L'], enabled: always, run: () => page.show('library') },
    { id: 'resilience', group, label: 'resilience.title', keys: ['Alt+R'], enabled: () => run.lab !== null, run: () => page.show('resilience') },
    { id: 'practice', group, label: 'practice.title', keys: ['Alt+P'], enabled: always, run: () => void useAttemptStore().backOrHome() },
    {
      id: 'design',
      group,
      label: 'design.open',
      keys: ['Alt+D'],
      enabled: kept,
      run: () => {
        if (run.project !== null) door.show(run.project.id)
      },
      subject: () => run.project && run.title,
    },
    {
      id: 'addRule',
      group,
      label: 'design.addRule',
      keys: [],
      enabled: kept,
      run: () => {
        if (run.project !== null) door.show(run.project.id, 'rule')
      },
      subject: () => run.project && run.title,
    },
    {
      id: 'palette',
      group,
      label: 'palette.title',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      enabled: always,
      run: () => (workbench.dialog = 'palette'),
    },
    { id: 'openFile', group, label: 'lab.openFile', keys: ['Ctrl+O'], enabled: always, run: () => workbench.view('openFile')?.() },
    {
      id: 'exportProject',
      group,
      label: 'project.export',
      keys: [],
      enabled: kept,
      run: () => {
        if (run.project !== null) void projects.exportProject(run.project.id)
      },
      subject: () => run.project && run.title,
    },
    { id: 'exportReport', group, label: 'export.exportReport', keys: [], enabled: opened, run: () => (workbench.dialog = 'report') },
    { id: 'exportSeries', group, label: 'export.exportSeries', keys: [], enabled: mayAsk, run: () => void reports.saveSeries() },
    picture('svg', 'exportSvg'),
    picture('png', 'exportPng'),
    { id: 'settings', group, label: 'actions.openSettings', keys: ['Ctrl+,'], enabled: always, run: () => settings.open() },
    { id: 'about', group, label: 'actions.about', keys: [], enabled: always, run: () => settings.open('about') },
    {
      id: 'toggleLanguage',
      group,
      label: 'language.toggle',
      keys: [],
      enabled: always,
      run: () => (prefs.language = prefs.language === 'en' ? 'ko' : 'en'),
    },
    {
      id: 'toggleTheme',
      group,
      label: 'theme.toggle',
      keys: [],
      enabled: always,
      run: () => (prefs.theme = prefs.theme === 'dark' ? 'light' : 'dark'),
    },
    { id: 'tour', group, label: 'tour.start', keys: [], enabled: () => run.status !== null, run: () => (workbench.dialog = 'tour') },
    { id: 'help', group, label: 'keys.title', keys: ['?', 'F1'], enabled: always, run: () => (workbench.dialog = 'keys') },
  ]
}

/** All actions, in the order of the sheet and the palette. Needs the stores to be there. */
export function useActions(): readonly Action[] {
  return [...runActions(), ...historyActions(), ...lookActions(), ...goActions(), ...appActions()]
}

/** The action that a key press asks for; null when it belongs to what has the focus, or nothing is possible. */
export function actionOf(event: KeyboardEvent, actions: readonly Action[]): Action | null {
  if (event.defaultPrevented || belongsToTarget(event)) return null
  return actions.find((action) => action.keys.some((keys) => pressed(keys, event))) ?? null
}

/** What menus outside the window send. False: there is no such action, or it is not possible now. */
export function performAction(id: string): boolean {
  const action = useActions().find((each) => each.id === id)
  if (action === undefined || !action.enabled()) return false
  action.run()
  return true
}
