/** Topics of the practice, the generations of the product, and the exams whose objectives they belong to. Public study material; see `docs/practice.md`. */
export const topics = ['HA', 'Admission control', 'DRS', 'Resource pools', 'vMotion', 'EVC', 'Snapshots', 'FT', 'vCLS'] as const
export type Topic = (typeof topics)[number]

/** vSphere 7, vSphere 8, and the 9 of Cloud Foundation. */
export const generations = [7, 8, 9] as const
export type Generation = (typeof generations)[number]

/** Objective ids by exam, as `exam:id`. */
export const objectivesOf: { readonly [T in Topic]: readonly string[] } = {
  HA: ['2V0-21.23:1.4', '2V0-21.23:4.6', '2V0-21.20:1.6.4', '2V0-16.25:2.2', '2V0-17.25:2.2', '2V0-18.25:5.3', '2V0-15.25:5.6', '3V0-21.23:3.8'],
  'Admission control': ['2V0-21.23:4.6', '2V0-21.20:1.6.4', '2V0-16.25:4.1', '2V0-17.25:4.1', '2V0-18.25:5.3', '3V0-21.23:3.5', '3V0-21.23:3.8'],
  DRS: [
    '2V0-21.23:1.4',
    '2V0-21.23:4.6',
    '2V0-21.23:7.5',
    '2V0-21.20:1.6.1',
    '2V0-21.20:1.6.3',
    '2V0-16.25:2.2',
    '2V0-17.25:2.2',
    '2V0-18.25:5.3',
    '3V0-21.23:3.9',
  ],
  'Resource pools': ['2V0-21.23:5.1', '2V0-21.20:5.1', '2V0-16.25:4.2', '2V0-17.25:4.2', '2V0-18.25:5.5', '3V0-21.23:3.9'],
  vMotion: ['2V0-21.23:7.6', '2V0-16.25:2.2', '2V0-17.25:2.2', '2V0-18.25:5.5', '2V0-15.25:5.11', '3V0-21.23:3.4'],
  EVC: ['2V0-21.23:1.4', '2V0-21.20:1.6.2', '2V0-16.25:2.2', '2V0-17.25:2.2', '2V0-18.25:5.3', '3V0-21.23:3.4'],
  Snapshots: ['2V0-21.23:5.7', '2V0-21.23:7.1', '2V0-21.20:5.7', '2V0-16.25:4.2', '2V0-17.25:4.2', '2V0-18.25:5.6', '3V0-21.23:3.11'],
  FT: ['2V0-21.23:1.4', '2V0-16.25:2.2', '2V0-17.25:2.2', '2V0-18.25:5.3', '3V0-21.23:3.8'],
  vCLS: ['2V0-21.23:6.1', '2V0-16.25:4.2', '2V0-17.25:4.2', '2V0-18.25:5.3'],
}
