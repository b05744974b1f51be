import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { koreanTitle, QUESTION_LABS } from '../../../src-main/contract/texts/titles.ts'
import { createTexts } from '../../i18n/index.ts'
import RenameField from './RenameField.vue'

it('shows the name in the language of the window until somebody writes another', async () => {
  const field = mount(RenameField, { props: { name: 'A host goes down' }, global: { plugins: [createTexts('en')] } })
  const input = field.get('input')
  await field.setProps({ name: '호스트 장애' })
  expect(input.element.value).toBe('호스트 장애')
  await input.setValue('Mine')
  await field.setProps({ name: 'A host goes down' })
  expect(input.element.value).toBe('Mine')
  await input.trigger('keydown', { key: 'Enter' })
  expect(field.emitted('done')).toEqual([['Mine']])
})

it('the project of the labs of questions has a Korean title, whatever lab is in it', () => {
  const lab = { name: 'Question 3', nameKo: null }
  expect([QUESTION_LABS, `${QUESTION_LABS} (2)`, 'Mine'].map((title) => koreanTitle(title, lab))).toEqual(['문제의 랩', '문제의 랩 (2)', null])
})
