/** What a process that gates releases reads; CI systems look at nothing else. */
export const ExitCode = {
  conformant: 0,
  notConformant: 1,
  usage: 2,
  infrastructure: 3,
  gate: 4,
  interrupted: 130,
  terminated: 143,
} as const;
