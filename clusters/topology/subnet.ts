/** Clouds keep the network's address and the next three for themselves. */
const kept = 4;

/** Hands out the IPv4 addresses of a subnet in CIDR notation, the lowest free one first. */
export function subnetAddresses(cidr: string) {
  const { first, size } = parsed(cidr);
  const taken = new Set<number>();
  let lowest = kept;

  return {
    take(): string {
      while (taken.has(lowest)) lowest++;
      // The last address is the broadcast address.
      if (lowest >= size - 1) throw new Error(`subnet ${cidr} has no free address left (${taken.size} are taken)`);
      taken.add(lowest);
      return dotted(first + lowest);
    },
    give(address: string): void {
      const offset = numeric(address) - first;
      if (taken.delete(offset)) lowest = Math.min(lowest, offset);
    },
  };
}

function parsed(cidr: string): { first: number; size: number } {
  const match = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr);
  const [, base, bits] = match ?? [];
  const size = 2 ** (32 - Number(bits));
  const first = numeric(base ?? '');
  if (!(first >= 0) || Number(bits) > 29 || first % size) {
    throw new Error(
      `expected a subnet such as 10.241.0.0/16, with room for the cloud's own addresses; there was ${cidr}`,
    );
  }
  return { first, size };
}

function numeric(address: string): number {
  const parts = address.split('.').map((part) => (part === '' ? Number.NaN : Number(part)));
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return Number.NaN;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
