import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { performAction } from './actions/registry.ts'
import { installApi, type LinkedTransport } from './api/client.ts'
import { electronTransport } from './api/electron-transport.ts'
import { socketUrl, webTransport } from './api/web-transport.ts'
import { createTexts } from './i18n/index.ts'
import { usePrefsStore } from './stores/prefs.ts'
import './styles/base.css'

async function transport(): Promise<LinkedTransport> {
  // Only while developing: the window without an engine behind it. The condition is constant in a build, so nothing of it ships.
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('fake')) {
    const { fakeTransport } = await import('./testing/fake-transport.ts')
    return fakeTransport(new URLSearchParams(location.search).get('fake') ?? '')
  }
  return window.hostdown === undefined ? webTransport({ url: socketUrl(location) }) : electronTransport(window.hostdown)
}

async function start(): Promise<void> {
  installApi(await transport())
  const app = createApp(App)
  app.use(createPinia())
  app.use(createTexts(usePrefsStore().language))
  app.mount('#app')
  // Electron's application menu.
  window.hostdownShell?.onAction((action) => void performAction(action))
}

void start()
