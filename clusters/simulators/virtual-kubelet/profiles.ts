import type { Profile } from './profile.ts';
import { aks148 } from './profiles/aks-1.4.8.ts';
import { aks16 } from './profiles/aks-1.6.ts';

/** Versions that can be simulated, by name. */
export const profiles = { 'aks-1.4.8': aks148, 'aks-1.6': aks16 } as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
