/** The guided pane beside a run, the settings and the commands, over an application that only remembers what it was asked. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiInput } from '../../../src-main/contract/api.ts'
import type {
  Against,
  ConditionResult,
  GuidedCard,
  GuidedCourse,
  GuidedReport,
  GuidedView,
} from '../../../src-main/contract/practice/guided-course.ts'
import { ApiError } from '../../api/client.ts'
import { createTexts } from '../../i18n/index.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { useWorldStore } from '../../stores/world.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { closeWindow, mountWindow, withoutTopology } from '../../testing/mount-window.ts'
import GuidedPage from './GuidedPage.vue'
import { entryOf, settingFields, settingsCommand, shownValue } from './run-settings.ts'

const words = (en: string) => ({ en, ko: `${en} (ko)` })
const card: GuidedCard = { id: 'L1', title: words('First failover'), topics: ['HA'], level: 1, minutes: 10, own: false, progress: null }
const view: GuidedView = {
  ...card,
  ...{ facts: ['HA-013'], objectives: ['2V0-21.23:1.4', '2V0-21.23:4.6'], briefing: [words('Turn HA on')], debrief: null, design: [] },
  hints: [words('Wait'), words('Look')],
  checks: [
    { id: 'up', text: words('All run'), kind: 'run' },
    { id: 'any', text: words('Any host may fail'), kind: 'trial' },
  ],
  keeps: [{ id: 'no-move', text: words('None is moved'), kind: 'forbidden' }],
  told: { before: 60_000, at: 600_000, vms: ['VM1', 'VM2'], fields: [{ field: 'host', choices: ['Host A', 'Host B'] }] },
}
const score = { code: 'state', at: 60_000, subject: null, values: [{ path: ['drs', 'score'], got: 84 }], more: 0 } as const
const offline: Against = {
  code: 'trial',
  hosts: ['Host A'],
  against: { code: 'state', at: 90_000, subject: { kind: 'vm', name: 'db' }, differences: [{ path: ['power'], want: 'on', got: 'off' }], more: 0 },
}
const result = (id: string, verdict: ConditionResult['verdict'], against: Against | null = null): ConditionResult => ({
  ...{ id, verdict, against, text: words(id), seen: verdict === 'held' ? [score] : [] },
})
const report: GuidedReport = {
  ...{ solvedAt: 1_790_000_000_000, spentMs: 65_000, hints: 1, until: 400_000, design: ['networks'] },
  commands: [{ t: 120_000, do: 'host.powerOff', args: { host: 'Host A' } }],
  judgement: { isSolved: true, checks: [result('up', 'held')], keeps: [] },
}

let fake: FakeRun
let app: VueWrapper
let course: GuidedCourse
let settingsOfHa: { readonly enabled: boolean } | null
/** Why a lab is not given; null: it is. */
let labError: ApiError | null
/** Null: as they are. */
let settingsAnswer: Promise<unknown> | null
let problems: { path: string; line: number; message: string }[] = []

const courseWith = (change: Partial<GuidedCourse>): GuidedCourse => ({ ...course, ...change })
function tell(change: Partial<GuidedCourse>): GuidedCourse {
  course = courseWith(change)
  fake.push('guided.changed', { course })
  return course
}

beforeEach(async () => {
  localStorage.setItem('hostdown.window', JSON.stringify({ language: 'en', theme: 'light' }))
  history.replaceState(null, '', '/#/workbench')
  problems = []
  settingsOfHa = null
  settingsAnswer = null
  labError = null
  fake = new FakeRun({
    ...articleStory,
    answers: {
      'run.current': () => ({ ...fake.current(), guided: 'L1' }),
      'guided.lab': () => {
        if (labError !== null) throw labError
        return course.report === null ? view : { ...view, debrief: [words('That is why')], progress: { ...course, begunAt: 1, id: 'L1' } }
      },
      'guided.list': () => [card, { ...card, id: 'L100', title: words('My own'), own: true }],
      'guided.own': () => ({
        folder: '/data/guided',
        problems: [{ file: 'bad.guided.yaml', said: [{ path: 'level', line: 5, message: 'expected 1 to 3, got 9' }] }],
      }),
      'guided.course': () => course,
      'guided.check': () =>
        tell({
          triedAt: 30_000,
          judgement: { isSolved: false, checks: [result('up', 'held'), result('any', 'open', offline)], keeps: [] },
        }),
      'guided.tell': ({ told }: ApiInput<'guided.tell'>) => tell({ told }),
      'guided.hint': ({ shown }: ApiInput<'guided.hint'>) => {
        tell({ hints: shown })
        return {}
      },
      'run.settings': ({ kind, name }: ApiInput<'run.settings'>) =>
        settingsAnswer ?? (kind === 'cluster' ? { ha: settingsOfHa, resourcePools: [] } : { name, cpuShares: 'low' }),
      'run.command': () => {
        throw new ApiError('forbidden', 'This lab does not allow it: None is moved')
      },
      'run.commands': () => (problems.length > 0 ? { ok: false, problems } : { ok: true, done: 1, status: fake.status() }),
    },
  })
  course = {
    ...{
      lab: 'L1',
      runId: fake.status().runId,
      branch: 0,
      until: 0,
      triedAt: null,
      told: {},
      isToldLocked: false,
      spentMs: 0,
      hints: 0,
      report: null,
    },
    judgement: {
      isSolved: false,
      checks: [result('up', 'open', { code: 'unreached' }), result('any', 'untried')],
      keeps: [result('no-move', 'held')],
    },
  }
  // A stub of a transition is none of the elements that a focus trap looks for.
  app = mountWindow(fake, { stubs: { ...withoutTopology, transition: false } })
  await vi.waitFor(() => expect(app.find('[data-testid="guided-pane"]').exists()).toBe(true))
  await flushPromises()
}, 60_000)
afterEach(() => {
  closeWindow(fake, app)
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const anywhere = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
  if (found === null) throw new Error(`${id} is not there`)
  return found
}
const asked = (method: string): unknown[] => fake.asked.filter((entry) => entry.method === method).map(({ input }) => input)
const verdicts = (): (string | undefined)[] => app.findAll('[data-testid="condition"]').map((row) => row.attributes('data-verdict'))

describe('the pane', () => {
  it('shows the task, and each verdict as it is told; what is only still to come says no more', async () => {
    expect(by('guided-pane').text()).toContain('Turn HA on')
    expect(verdicts()).toEqual(['open', 'untried', 'held'])
    expect(by('guided-pane').text()).not.toContain('has not got there')
    tell({
      judgement: {
        isSolved: false,
        checks: [result('up', 'failed', offline), result('any', 'untried')],
        keeps: [result('no-move', 'failed', { code: 'given', command: 'vm.migrate' })],
      },
    })
    await flushPromises()
    expect(verdicts()).toEqual(['failed', 'untried', 'failed'])
    expect(by('guided-pane').text()).toContain('db: Power Powered Off, expected Powered On')
    expect(by('guided-pane').get('[role="status"]').text()).toContain('failed: no-move')
    expect(by('guided-broken').text()).toContain('no-move')
  })

  it('opens hints one by one, and remembers how many', async () => {
    expect(app.findAll('[data-testid="guided-hint"]')).toHaveLength(0)
    await by('guided-next-hint').trigger('click')
    await flushPromises()
    expect(app.findAll('[data-testid="guided-hint"]').map((hint) => hint.text())).toEqual(['Wait'])
    await by('guided-next-hint').trigger('click')
    await flushPromises()
    expect(asked('guided.hint')).toEqual([{ shown: 1 }, { shown: 2 }])
    expect(app.find('[data-testid="guided-next-hint"]').exists()).toBe(false)
  })

  it('tries out when it is asked to, and says from where', async () => {
    await by('guided-check').trigger('click')
    await flushPromises()
    expect(asked('guided.check')).toHaveLength(1)
    expect(by('guided-pane').text()).toContain('Tried out from 0:30')
    expect(by('guided-pane').text()).toContain('When tried with Host A:')
    expect(by('guided-pane').text()).toContain('1:30 · db: Power Powered Off, expected Powered On')
  })

  it('keeps what is told with each answer, until it is locked', async () => {
    // The second comes before the first is kept.
    void app.get('[data-told="VM1.host"]').setValue('Host A')
    void app.get('[data-told="VM2.host"]').setValue('Host B')
    await flushPromises()
    expect(asked('guided.tell')).toEqual([{ told: { VM1: { host: 'Host A' } } }, { told: { VM1: { host: 'Host A' }, VM2: { host: 'Host B' } } }])
    tell({ isToldLocked: true })
    await flushPromises()
    expect(app.get('[data-told="VM1.host"]').element.tagName).toBe('SPAN')
    expect(app.get('[data-told="VM1.host"]').text()).toBe('Host A')
  })

  it('folds to a strip with the verdicts, and unfolds when the lab is solved, with all that came of it', async () => {
    await by('guided-fold').trigger('click')
    expect(app.find('[data-testid="condition"]').exists()).toBe(false)
    tell({ report })
    await flushPromises()
    const told = by('guided-solved').text()
    for (const part of [
      'That is why',
      '1 min 5 s',
      '1 / 2',
      '6:40',
      'Design: networks',
      '2:00',
      'host: Host A',
      'Cluster DRS Score: 84',
      '2V0-21.23',
      '1.4, 4.6',
    ])
      expect(told).toContain(part)
    await by('guided-replay').trigger('click')
    await flushPromises()
    expect(asked('run.seek').at(-1)).toEqual({ t: 0 })
    expect(asked('run.play')).toHaveLength(1)
  })

  it('goes with the course', async () => {
    fake.push('run.opened', { ...fake.current(), runId: 'run-9' })
    await flushPromises()
    expect(app.find('[data-testid="guided-pane"]').exists()).toBe(false)
  })
})

describe('settings of a run', () => {
  it('are sent as one command with what was changed; a refusal is told', async () => {
    await by('guided-settings').trigger('click')
    // A dialog of its own is loaded first, which a busy machine takes its time for.
    await vi.waitFor(() => anywhere('run-settings'), 15_000)
    await flushPromises()
    const box = anywhere('run-settings').querySelector<HTMLInputElement>('[data-field="ha.enabled"] input')
    expect(box?.checked).toBe(false)
    expect(anywhere('settings-apply').hasAttribute('disabled')).toBe(true)
    box?.click()
    await flushPromises()
    anywhere('run-settings')
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(asked('run.command')).toEqual([{ command: 'cluster.configure', arguments: { ha: { enabled: true } } }])
    await vi.waitFor(() => expect(document.body.textContent).toContain('This lab does not allow it'))
  })

  it('are those of what is selected from the first opening on; a service that is on is not switched off', async () => {
    settingsOfHa = { enabled: true }
    const secondVm = [...useWorldStore().mirror.vms.keys()][1] ?? ''
    useSelectionStore().select({ kind: 'vm', name: secondVm })
    await by('guided-settings').trigger('click')
    await vi.waitFor(() => expect(document.querySelector('[data-testid="setting"]')).not.toBeNull())
    const box = anywhere('run-settings')
    expect((anywhere('settings-form') as HTMLSelectElement).value).toBe('vm')
    expect((anywhere('settings-name') as HTMLSelectElement).value).toBe(secondVm)
    expect(document.activeElement).toBe(anywhere('settings-form'))
    expect(asked('run.settings').filter((input) => (input as ApiInput<'run.settings'>).kind === 'vm')).toEqual([{ kind: 'vm', name: secondVm }])
    expect(asked('run.settings')).toHaveLength(2)
    const form = anywhere('settings-form') as HTMLSelectElement
    form.value = 'ha'
    form.dispatchEvent(new Event('change'))
    await vi.waitFor(() => expect(box.querySelector('[data-field="ha.hostMonitoring"]')).not.toBeNull())
    box.querySelector<HTMLInputElement>('[data-field="ha.hostMonitoring"] input')?.click()
    await flushPromises()
    box.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(asked('run.command')).toEqual([{ command: 'cluster.configure', arguments: { ha: { hostMonitoring: false } } }])
  })

  it('are not sent before they are read', async () => {
    let answer: (settings: unknown) => void = () => undefined
    settingsAnswer = new Promise((resolve) => (answer = resolve))
    await by('guided-settings').trigger('click')
    // A dialog of its own is loaded first, which a busy machine takes its time for.
    await vi.waitFor(() => anywhere('run-settings'), 15_000)
    await flushPromises()
    expect(document.querySelector('[data-testid="setting"]')).toBeNull()
    expect(anywhere('settings-apply').hasAttribute('disabled')).toBe(true)
    answer({ ha: { enabled: true }, resourcePools: [] })
    await vi.waitFor(() => expect(anywhere('run-settings').querySelector<HTMLInputElement>('[data-field="ha.enabled"] input')?.checked).toBe(true))
  })

  it('become the arguments of the command for what they are of', () => {
    const field = (form: 'ha' | 'vm' | 'pool' | 'cluster' | 'host', id: string) => {
      const found = settingFields(form).find((each) => each.id === id)
      if (found === undefined) throw new Error(`no ${id}`)
      return found
    }
    const off = entryOf('ha', { ha: null })
    const response = field('ha', 'ha.isolationResponse')
    expect(settingsCommand('ha', '', off, [{ field: response, value: 'disabled' }])).toEqual({
      command: 'cluster.configure',
      args: { ha: { isolationResponse: 'disabled', enabled: false } },
    })
    expect(settingsCommand('vm', 'web', {}, [{ field: field('vm', 'vm.ha.restartPriority'), value: 'lowest' }])).toEqual({
      command: 'vm.configure',
      args: { vm: 'web', ha: { restartPriority: 'lowest' } },
    })
    expect(settingsCommand('pool', 'prod', {}, [{ field: field('pool', 'pool.cpuShares'), value: 20_000 }]).args).toEqual({
      pool: 'prod',
      cpuShares: 20_000,
    })
    expect(settingsCommand('cluster', '', {}, [{ field: field('cluster', 'cluster.evcMode'), value: 'intel-haswell' }]).args).toEqual({
      evcMode: 'intel-haswell',
    })
    const options = field('host', 'host.advancedOptions')
    const entry = { advancedOptions: { 'fdm.nodegoodness': 5 } }
    expect(settingsCommand('host', 'esx-02', entry, [{ field: options, value: { other: 1 } }]).args).toEqual({
      host: 'esx-02',
      advancedOptions: { other: 1, 'fdm.nodegoodness': null },
    })
    const duration = settingFields('ha').find(({ type }) => type === 'duration')
    expect(duration && shownValue(duration, Object.fromEntries([[duration.key[0] ?? '', nested(duration.key.slice(1), 90_000)]]))).toBe('1m30s')
  })
})

const nested = (key: readonly string[], value: number): never => (key.length === 0 ? value : { [key[0] ?? '']: nested(key.slice(1), value) }) as never

describe('commands that are typed', () => {
  it('stay with what is wrong, and go once they are sound', async () => {
    await by('guided-command').trigger('click')
    await vi.waitFor(() => anywhere('command-dialog'))
    await vi.waitFor(() => expect(document.activeElement).toBe(anywhere('command-text')))
    problems = [{ path: 'ha.enabled', line: 2, message: 'expected true or false' }]
    const text = anywhere('command-text') as HTMLTextAreaElement
    const send = async (typed: string) => {
      text.value = typed
      text.dispatchEvent(new Event('input'))
      await flushPromises()
      anywhere('command-dialog')
        .querySelector('form')
        ?.dispatchEvent(new Event('submit', { cancelable: true }))
      await flushPromises()
    }
    await send('do: cluster.configure\nha: { enabled: maybe }')
    expect(anywhere('command-problem').textContent).toMatch(/Line 2\s*ha\.enabled\s*expected true or false/)
    problems = []
    await send('{ do: cluster.configure, ha: { enabled: true } }')
    expect(asked('run.commands').at(-1)).toEqual({ text: '{ do: cluster.configure, ha: { enabled: true } }' })
    expect(text.value).toBe('')
  })
})

it('says on its page that a lab is not there, or that it could not be read, which may be tried again', async () => {
  labError = new ApiError('internal', 'Hostdown met a fault of its own')
  const page = mount(GuidedPage, { props: { id: 'L1' }, global: { plugins: [createPinia(), createTexts('en')] } })
  try {
    await flushPromises()
    expect(page.get('[data-testid="guided-problem"]').text()).toContain('The guided lab L1 could not be read.')
    labError = null
    await page.get('[data-testid="guided-read-again"]').trigger('click')
    await flushPromises()
    expect(page.find('[data-testid="guided-begin"]').exists()).toBe(true)
    labError = new ApiError('notFound', 'No guided lab L99')
    await page.setProps({ id: 'L99' })
    await flushPromises()
    expect(page.get('[data-testid="guided-problem"]').text()).toBe('There is no guided lab L99.')
  } finally {
    page.unmount()
  }
})

it('shows on its page of a lab that is solved how each condition was held', async () => {
  const checks = [result('up', 'held'), result('any', 'held')]
  course = courseWith({ report: { ...report, judgement: { isSolved: true, checks, keeps: [result('no-move', 'held')] } } })
  const page = mount(GuidedPage, { props: { id: 'L1' }, global: { plugins: [createPinia(), createTexts('en')] } })
  try {
    await flushPromises()
    const conditions = page.findAll('.main [data-testid="condition"]')
    expect(conditions.map((each) => [each.attributes('data-id'), each.attributes('data-verdict')])).toEqual([
      ['up', 'held'],
      ['any', 'held'],
      ['no-move', 'held'],
    ])
  } finally {
    page.unmount()
  }
})
