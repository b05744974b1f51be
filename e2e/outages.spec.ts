/** VMs without service: counted beside the picture, listed with what each waits for, and how much room one of them lacks on each host. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from './shell.ts'
import { goTo, prefer, someOf } from './window.ts'

const lab = readFileSync(path.join(import.meta.dirname, '..', 'resources', 'samples', 'article-capacity.lab.yaml'), 'utf8')
const words = {
  en: {
    count: 'Without service: 2',
    waits: 'no host has enough unreserved resources',
    short: /GiB too little|MiB too little/,
    failed: 'it has failed',
  },
  ko: { count: '서비스 중단: 2', waits: '예약되지 않은 리소스가 충분한 호스트가 없습니다', short: /부족/, failed: '장애' },
} as const

for (const language of someOf(['en', 'ko'] as const, (each) => each === 'en')) {
  test(`VMs that are down are listed, and what the hosts lack for one is told (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, language === 'en' ? 'dark' : 'light')
    await openLab(lab)
    const pill = page.getByTestId('outage-pill')
    await expect(page.getByTestId('topology')).toBeVisible()
    await expect(pill).toHaveCount(0)

    await goTo(page, '1:25', 85_000)
    await expect(pill).toHaveText(words[language].count)
    await pill.click()
    const list = page.getByTestId('outage-list')
    await expect(list.locator('tbody tr')).toHaveCount(2)
    // The list is told from the keyboard's place on: its heading has the focus.
    await expect(page.locator('#fold-outages')).toBeFocused()
    const waiting = list.locator('tr[data-name="VM2"]')
    await expect(waiting).toHaveAttribute('data-kind', 'off')
    await expect(waiting).toContainText('1:00')
    await expect(waiting).toContainText(words[language].waits)
    await expect(list.locator('tr[data-name="VM1"]')).toHaveAttribute('data-kind', 'poweringOn')

    await waiting.getByTestId('outage-why').click()
    await expect(page.getByTestId('why-panel')).toBeVisible()
    const room = page.getByTestId('power-on-room')
    await expect(room).toHaveAttribute('data-by', 'ha')
    await expect(room.locator('[data-host="Host B"]')).toContainText(words[language].short)
    await expect(room.locator('[data-host="Host C"]')).toContainText(words[language].short)
    await expect(room.locator('[data-host="Host A"]')).toContainText(words[language].failed)
    await expect(room.locator('[data-fits="true"]')).toHaveCount(0)

    // Host A is back at 15:00, and both serve again.
    await goTo(page, '19:00', 1_140_000)
    await expect(pill).toHaveCount(0)
    await expect(room).toHaveCount(0)
  })
}
