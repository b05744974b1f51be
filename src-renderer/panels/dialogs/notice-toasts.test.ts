import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { NMessageProvider } from 'naive-ui'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import { installApi } from '../../api/client.ts'
import { createTexts } from '../../i18n/index.ts'
import { useNoticeStore } from '../../stores/notices.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import NoticeToasts from './NoticeToasts.vue'

let fake: FakeRun
let app: VueWrapper | null = null
afterEach(() => {
  app?.unmount()
  fake.stop()
  document.body.innerHTML = ''
  localStorage.clear()
})

it('follow the language of the window while they are there', async () => {
  fake = new FakeRun(articleStory)
  installApi(fake.transport())
  const pinia = createPinia()
  setActivePinia(pinia)
  const texts = createTexts('en')
  const prefs = usePrefsStore()
  prefs.language = 'en'
  app = mount({ render: () => h(NMessageProvider, null, () => h(NoticeToasts)) }, { global: { plugins: [pinia, texts] }, attachTo: document.body })
  const notices = useNoticeStore()
  notices.post('error', ['It is full.', '가득 찼습니다.'])
  notices.post(
    'info',
    { key: 'library.deleted', values: { name: ['Labs of questions', '문제의 랩'] } },
    { key: 'library.undo', run: () => undefined },
  )
  await flushPromises()
  const said = (): string[] => [...document.querySelectorAll('[role="alert"], [role="status"]')].map((one) => one.textContent ?? '')
  expect(said()).toEqual(['It is full.', expect.stringMatching(/Labs of questions.*Undo/)])
  prefs.language = 'ko'
  texts.global.locale.value = 'ko'
  await flushPromises()
  expect(said()).toEqual(['가득 찼습니다.', expect.stringMatching(/문제의 랩.*취소/)])
})
