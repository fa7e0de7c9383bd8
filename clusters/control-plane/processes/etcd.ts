import type { Flags } from './pace.ts';

/**
 * A unix socket in the state directory: nobody else reaches the data, and no port is needed. etcd takes no other form of
 * the address: `host:port` is the file's name, relative to the working directory.
 */
export const etcdSocket = 'etcd:0';
export const etcdAddress = `unix://${etcdSocket}`;
export const etcdData = 'etcd';

/** Flags of an etcd whose data need not survive. */
export function etcdFlags(): Flags {
  return {
    name: 'plimsoll',
    'data-dir': etcdData,
    'unsafe-no-fsync': true,
    'listen-client-urls': etcdAddress,
    'advertise-client-urls': etcdAddress,
    'listen-peer-urls': 'unix://peer:0',
    'initial-advertise-peer-urls': 'unix://peer:0',
    'initial-cluster': 'plimsoll=unix://peer:0',
    // A member alone elects itself when the time-out has passed: with the default of a second, it serves a second later.
    // Each heartbeat takes the processor's time, even where there is nobody to hear it.
    'heartbeat-interval': 50,
    'election-timeout': 250,
    'log-level': 'warn',
  };
}
