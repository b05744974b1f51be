import { isMap as isYamlMap, isSeq, isAlias, parseDocument, visit, type Document } from 'yaml'
import type { Json } from '../contract/events.ts'
import { isNestedTooDeeply, readLabText } from '../contract/lab/parse.ts'
import { JsonDocument } from './json-document.ts'
import type { LabDocument, ReadDocument } from './lab-document.ts'
import { isMap, valueAt, type Change, type Path, type PlainMap } from './plain.ts'
import { yamlDocument, type YamlDocument } from './yaml-document.ts'
import { sectionText } from './yaml-part.ts'

/** The document of a text; never throws for what it may hold. */
export function readDocument(text: string, fileName: string): ReadDocument {
  try {
    const json = readJson(text)
    if (json !== null) return { document: json }
    const read = readLabText(text, fileName)
    if ('problem' in read) return read
    if (!isMap(read.data))
      return {
        problem: {
          path: '',
          line: 1,
          message: 'expected a lab: a map with the keys hostdown, name and hosts',
          messageKo: '랩이 필요합니다: hostdown, name, hosts 키가 있는 맵',
        },
      }
    const cut = read.duplicates.length > 0 ? null : yamlDocument(text, read.data)
    return { document: cut ?? new OddDocument(text, read.data, read.duplicates, read.linesOf) }
  } catch (error) {
    if (error instanceof RangeError)
      return { problem: { path: '', line: null, message: `${fileName} is nested too deeply`, messageKo: `${fileName}의 중첩이 너무 깊습니다` } }
    throw error
  }
}

function readJson(text: string): JsonDocument | null {
  if (!/^\s*\{/.test(text) || isNestedTooDeeply(text)) return null
  try {
    return JsonDocument.read(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** YAML that cannot be cut into pieces: with anchors, in one line, in brackets. The first change writes it in a usual way; its comments stay. */
class OddDocument implements LabDocument {
  readonly text: string
  readonly data: PlainMap
  readonly duplicates: LabDocument['duplicates']
  readonly linesOf: LabDocument['linesOf']

  constructor(text: string, data: PlainMap, duplicates: LabDocument['duplicates'], linesOf: LabDocument['linesOf']) {
    this.text = text
    this.data = data
    this.duplicates = duplicates
    this.linesOf = linesOf
  }

  at(path: Path): unknown {
    return valueAt(this.data, path)
  }

  with(changes: readonly Change[]): LabDocument {
    return changes.length === 0 ? this : this.#usual().with(changes)
  }

  entriesText(list: string, indices: readonly number[]): string {
    const entries = this.data[list]
    return sectionText({ [list]: Array.isArray(entries) ? indices.map((index) => entries[index] as Json) : [] }, '\n')
  }

  #usual(): YamlDocument {
    const text = usualText(this.text)
    const read = text === null ? null : readLabText(text, 'the file')
    const kept = text === null || read === null || 'problem' in read || read.duplicates.length > 0 ? null : yamlDocument(text, read.data as PlainMap)
    if (kept !== null) return kept
    const written = sectionText(this.data, '\n')
    return yamlDocument(written, this.data) as YamlDocument
  }
}

function usualText(text: string): string | null {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, prettyErrors: false, logLevel: 'silent', uniqueKeys: false })
  if (document.errors.length > 0 || !isYamlMap(document.contents)) return null
  try {
    withoutAliases(document)
    document.contents.flow = false
    for (const { value } of document.contents.items) if (isSeq(value)) value.flow = false
    return document.toString({ lineWidth: 0 }).replace(/^(?:%[^\n]*\n)*---[ \t]*\n/, '')
  } catch {
    // Aliases of what they stand in.
    return null
  }
}

function withoutAliases(document: Document): void {
  visit(document, {
    Alias: (_, node) => {
      const target = node.resolve(document)
      return target === undefined || isAlias(target) ? visit.REMOVE : (target.clone() as typeof node)
    },
  })
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node) delete node.anchor
      if ('tag' in node) delete node.tag
      return undefined
    },
  })
}
