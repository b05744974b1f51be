import type { AdmissionState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'

/** What admission control counts; `lost`: as if that host were lost too. Null while HA is off. */
export function admissionState(_kernel: Kernel, _lost: string | null): AdmissionState | null {
  return null
}
