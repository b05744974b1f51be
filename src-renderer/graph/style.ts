/**
 * Stylesheet of the graph as data. Cards, cylinders and buses are painted on our own canvas: here nodes are only what can be
 * hit, dragged and outlined.
 */
import type { Tokens } from '../styles/tokens.ts'

export interface StyleRule {
  readonly selector: string
  readonly style: { readonly [property: string]: string | number }
}

export function graphStyle(colours: Tokens): StyleRule[] {
  return [
    {
      selector: 'node',
      style: {
        width: 'data(w)',
        height: 'data(h)',
        shape: 'round-rectangle',
        'corner-radius': '9px',
        'background-opacity': 0,
        'border-width': 0,
        'overlay-opacity': 0,
        label: '',
      },
    },
    { selector: 'node.hover', style: { 'border-width': 1.5, 'border-color': colours.lineStrong, 'border-opacity': 1 } },
    {
      selector: 'node.marked',
      style: {
        'border-width': 2.5,
        'border-color': colours.blue,
        'border-opacity': 1,
      },
    },
    {
      selector: 'edge',
      style: {
        'curve-style': 'unbundled-bezier',
        'control-point-distances': [24, -24],
        'control-point-weights': [0.3, 0.7],
        'source-endpoint': '0 50%',
        'target-endpoint': '0 -50%',
        'line-color': colours.blue,
        'line-opacity': 0.75,
        width: 1.6,
        'overlay-opacity': 0,
        events: 'no',
      } as unknown as StyleRule['style'],
    },
    { selector: 'edge[state != "ok"]', style: { 'line-color': colours.red, 'line-style': 'dashed', width: 2 } },
    {
      selector: 'core',
      style: {
        'active-bg-opacity': 0,
        'selection-box-color': colours.blue,
        'selection-box-opacity': 0.12,
        'selection-box-border-color': colours.blue,
      },
    },
  ]
}
