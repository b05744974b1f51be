/** Memory that a host must have unreserved to take a VM (DRS-045): for a power-on, a vMotion and a restart by HA alike. */
import { round9 } from './maths.ts'

/** MiB; without a reservation only the overhead. */
export const effectiveReservationMiB = (reservationMiB: number, overheadMiB: number): number => reservationMiB + overheadMiB

/** True when so much unreserved capacity (MHz or MiB) holds what is needed. */
export const fits = (needed: number, unreserved: number): boolean => round9(needed) <= round9(unreserved)
