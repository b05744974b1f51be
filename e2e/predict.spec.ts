/** Predictions in the article's lab, by keyboard and in Korean: the run stops before each decision, asks, goes past it and tells why. */
import { expect, test } from './shell.ts'
import { clockMs, goTo, prefer } from './window.ts'

test('a run stops before what decides, asks what comes, and is the judge', async ({ page, openLab }) => {
  await prefer(page, 'ko', 'light')
  await openLab()
  await expect(page.getByTestId('predict')).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('q')
  await expect(page.getByTestId('predict')).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByTestId('predict-waits')).toContainText('다음 판단 직전에 멈추고')
  await page.getByTestId('speed').selectOption('max')

  await page.keyboard.press('Space')
  const asked = page.getByTestId('predict-asked')
  await expect(asked).toBeVisible()
  expect(await clockMs(page)).toBe(62_999)
  // What the clocks of HA say of it is not shown either.
  await page.getByTestId('tab-ha').click()
  await expect(page.getByTestId('clock-track')).toHaveCount(0)
  // Nothing from beyond is shown, and playing leads nowhere before it is answered.
  await page.getByTestId('event-search').fill('하트비트')
  await expect(page.locator('[data-testid="event-row"][data-type="ha.heartbeatLost"]')).toHaveCount(0)
  await page.getByTestId('event-search').fill('')
  await page.getByTestId('predict-card').locator('h2').focus()
  await page.keyboard.press('Space')
  await expect(asked).toBeVisible()
  expect(await clockMs(page)).toBe(62_999)

  const choices = asked.getByRole('button')
  const place = async (text: string): Promise<string> => String((await choices.allTextContents()).findIndex((choice) => choice.includes(text)) + 1)
  await page.keyboard.press(await place('3초 동안 Host A의 하트비트를 받지 못했습니다'))
  const told = page.getByTestId('predict-told')
  await expect(told).toHaveAttribute('data-right', 'true')
  await expect(told.locator('[data-fact]').first()).toBeVisible()
  expect(await clockMs(page)).toBe(63_000)
  await expect(page.locator('[data-testid="why-step"].current')).toHaveAttribute('data-type', 'ha.heartbeatLost')

  // The button that goes on has the focus. Two things of one instant are asked there, one after the other.
  await page.keyboard.press('Enter')
  await expect(asked).toContainText('Host A을(를) 어떤 상태로 판단합니까?')
  expect(await clockMs(page)).toBe(77_999)
  await page.keyboard.press(await place('네트워크 분할됨'))
  await expect(told).toHaveAttribute('data-right', 'false')
  await expect(told).toContainText('Host A에 장애가 발생한 것으로 선언되었습니다')
  expect(await clockMs(page), 'it is still before it').toBe(77_999)
  await page.keyboard.press('Enter')
  await expect(asked).toContainText('어느 호스트에서 시작합니까?')
  await page.keyboard.press(await place('Host B에서 VM1을(를) 시작합니다'))
  await expect(told).toHaveAttribute('data-right', 'true')
  expect(await clockMs(page)).toBe(78_000)
  await expect(page.locator('[data-testid="why-step"].current')).toHaveAttribute('data-type', 'ha.restartAttempted')
  await expect(page.getByTestId('predict-score')).toHaveText('3개 중 2개 맞음')

  await page.reload()
  await expect(page.getByTestId('predict-score')).toHaveText('3개 중 2개 맞음')
  await page.keyboard.press('q')
  await expect(page.getByTestId('predict-card')).toHaveCount(0)
  await goTo(page, '15:00', 900_000)
})
