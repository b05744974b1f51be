/** What axe finds in the window, as specs and walks ask for it. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

/** `part`: the selector of what is new since the last look; the whole page takes seconds. What passes is not listed. */
export async function violationsOf(page: Page, part?: string): Promise<readonly Violation[]> {
  // Half a megabyte, and the builder would send it twice a look.
  const isThere = await page.evaluate(() => 'axe' in window)
  // Frames of other origins, which the slower way is for, there are none.
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (part === undefined ? builder : builder.include(part)).analyze()
  return violations
}

/** Of what axe calls serious or critical, each rule with the places that break it. */
export async function seriousOf(page: Page, part?: string): Promise<readonly string[]> {
  const serious = (await violationsOf(page, part)).filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary ?? ''}`).join('\n')}`,
  )
}
