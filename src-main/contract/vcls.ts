/** Agents of vSphere Cluster Services as vCenter names them: `vCLS-…` from 7.0 U3 on, `vCLS (1)` before. They serve nobody but DRS, and HA restarts none (DRS-096). */
export const isVcls = (name: string): boolean => /^vCLS(-|\s*\()/i.test(name)
