// node:os: the container that a worker runs in.
import { notSimulated, worker } from '../kernel/worker.ts';

const makeOs = () => {
  const { cpuCount, memoryBytes } = worker().options;
  const cpu = () => ({ model: 'simulated', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } });
  return {
    EOL: '\n',
    devNull: '/dev/null',
    constants: { signals: {}, errno: {}, priority: {} },
    cpus: () => Array.from({ length: cpuCount }, cpu),
    availableParallelism: () => cpuCount,
    hostname: () => `worker-${worker().index}`,
    totalmem: () => memoryBytes,
    freemem: () => memoryBytes,
    loadavg: () => notSimulated('os.loadavg()', 'process.cpuUsage(), performance.eventLoopUtilization()'),
    uptime: () => worker().nowNs() / 1e9,
    arch: () => 'x64',
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => '6.1.0',
    version: () => '#1 SMP',
    machine: () => 'x86_64',
    endianness: () => 'LE',
    homedir: () => '/home/node',
    tmpdir: () => '/tmp',
    networkInterfaces: () => ({}),
    userInfo: () => ({ uid: 1000, gid: 1000, username: 'node', homedir: '/home/node', shell: '/bin/sh' }),
  };
};

export const OS_MODULES = { 'node:os': makeOs };
