/** What a form sets while a lab runs is what the command of the form takes. */
import { expect, it } from 'vitest'
import { formFields } from './form.ts'
import { settableFields, settingForms, type SettingForm } from './settings.ts'

const left = (form: SettingForm) => {
  const settable = settableFields(form).map(({ id }) => id)
  return formFields(form)
    .map(({ id }) => id)
    .filter((id) => !settable.includes(id))
}

it('leaves out what no command changes, and what has a command of its own', () => {
  const forms = Object.keys(settingForms) as SettingForm[]
  expect(Object.fromEntries(forms.map((form) => [form, left(form)]))).toEqual({
    ha: [],
    drs: [],
    cluster: ['cluster.name'],
    host: ['host.name', 'host.count', 'host.maintenance', 'host.standby'],
    vm: ['vm.name', 'vm.count', 'vm.host', 'vm.power', 'vm.datastore'],
    pool: ['pool.name'],
  })
})
