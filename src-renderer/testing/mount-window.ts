/** The whole window over a run of a test. Files share a world (vitest.config.ts), so what stands aside is a stub of one window, not a module that is mocked. */
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { Component } from 'vue'
import App from '../App.vue'
import { installApi } from '../api/client.ts'
import { createTexts } from '../i18n/index.ts'
import type { FakeRun } from './fake-run.ts'
import { clearWorld } from './fresh-world.ts'

/** A graph needs a laid-out page; the pure half of the topology has its own tests. */
export const withoutTopology = {
  TopologyView: { template: '<div data-testid="topology" />', methods: { fit: () => undefined, zoomBy: () => undefined } },
} as const

/** For tests of the other pages. */
export const withoutWorkbench = { WorkbenchPage: { template: '<main data-testid="workbench" />' } } as const

export interface WindowOptions {
  readonly language?: 'en' | 'ko'
  /** By name of component; `transition: false` for one that is none. */
  readonly stubs?: Readonly<Record<string, Component | boolean>>
}

export function mountWindow(fake: FakeRun, { language = 'en', stubs = {} }: WindowOptions = {}): VueWrapper {
  installApi(fake.transport())
  return mount(App, { global: { plugins: [createPinia(), createTexts(language)], stubs }, attachTo: document.body })
}

/** What a window leaves behind. */
export function closeWindow(fake: FakeRun, app: VueWrapper): void {
  fake.stop()
  app.unmount()
  clearWorld()
}
