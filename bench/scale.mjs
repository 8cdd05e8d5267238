// What it takes to carry more visitors: a day, minute by minute, reckoned from what one node was measured to carry.
//
//   node bench/scale.mjs            1, 10 and 100 million visitors
//   node bench/scale.mjs 2500000    so many
//
// The measured figures are in bench/figures.json (npm run bench); what is assumed stands here.
import { readFileSync } from 'node:fs';

const measured = JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8'));

const ASSUMED = {
  /** How long a visit lasts, in seconds. */
  visitSeconds: 600,
  /** Of how many visits one is invited. */
  visitsPerAttempt: 10,
  /** How much of its core a node uses at most, and how much of its memory. */
  share: 0.6,
  nodeMemoryMiB: 2_048,
  /** Cores of the PostgreSQL server of a cell. */
  postgresCores: 16,
  /** What one Redis may send, in bytes a second: half of 10 Gbit/s. */
  redisBytesPerSecond: 625_000_000,
  /** How many visitors one cell takes: beyond, each node hears too much that is not for it. */
  visitorsPerCell: 2_500_000,
  retentionDays: 90,
  /** Heartbeats of a connection with their headers, in bytes a second. */
  heartbeatBytesPerSecond: 8,
  /** Of a whole attempt on a browser's connection: an invitation, three reports with their answers, headers. */
  attemptSocketBytes: 342 + 3 * 250,
};

const MINUTES = 1_440;
const scales = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1e6, 1e7, 1e8];
const rows = scales.map((visitors) => rowOf(visitors));
print(rows);

/** The busiest minute of a day, in one of the cells that so many visitors need. */
function rowOf(visitors) {
  const cells = Math.ceil(visitors / ASSUMED.visitorsPerCell);
  let peak;
  let attemptsOfDay = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    const load = loadAt(visitors / cells, minute);
    attemptsOfDay += load.attempts * 60;
    if (peak === undefined || load.frontends > peak.frontends) peak = load;
  }
  const lostNode = peak.sockets / peak.frontends;
  const comeBack = lostNode / (peak.frontends - 1);
  return {
    visitors: visitors.toLocaleString('en'),
    cells,
    'connects/s': round(peak.connects * cells),
    'attempts/s': round(peak.attempts * cells),
    'frontend nodes': peak.frontends * cells,
    'visitors per frontend': round(lostNode),
    'backend nodes': peak.backends * cells,
    'PostgreSQL cores per cell': round(peak.attempts * cpu('attemptPostgresCpuMicroseconds'), 1),
    'WAL MB/s per cell': round((peak.attempts * measured.attemptWalBytes) / 1e6, 1),
    'disk per cell, TB': round((attemptsOfDay * ASSUMED.retentionDays * measured.diskBytesPerAttempt) / 1e12, 1),
    'Redis core per cell': round(peak.attempts * peak.frontends * cpu('attemptRedisCpuMicrosecondsPerReceiver'), 2),
    'Redis MB/s per cell': round((peak.attempts * peak.frontends * measured.attemptRedisBytesPerReceiver) / 1e6, 1),
    'hearing others, core': round(peak.attempts * cpu('attemptBystanderCpuMicroseconds'), 2),
    'browsers, Mbit/s': round(
      ((peak.sockets * ASSUMED.heartbeatBytesPerSecond + peak.attempts * ASSUMED.attemptSocketBytes) * cells * 8) / 1e6,
    ),
    'a node dies: connects each takes': round(comeBack),
    'and its seconds of one core': round(comeBack * cpu('connectCpuMicroseconds'), 2),
  };
}

/** What a cell does in a minute of the day: few by night, most in the early evening. */
function loadAt(most, minute) {
  const curve = (at) => 0.25 + 0.75 * Math.max(0, Math.sin(((at - 480) / 840) * Math.PI));
  const sockets = most * curve(minute);
  const growth = Math.max(0, (most * (curve(minute + 1) - curve(minute))) / 60);
  const connects = sockets / ASSUMED.visitSeconds + growth;
  const attempts = sockets / ASSUMED.visitSeconds / ASSUMED.visitsPerAttempt;
  const busy =
    sockets * cpu('idleCpuMicrosecondsPerSocketAndSecond') +
    connects * cpu('connectCpuMicroseconds') +
    attempts * cpu('attemptFrontendCpuMicroseconds');
  // Each node hears of every attempt of its cell.
  const ownShare = ASSUMED.share - attempts * cpu('attemptBystanderCpuMicroseconds');
  const memory = (ASSUMED.nodeMemoryMiB * ASSUMED.share - measured.memoryAtRestMiB) * 1024;
  // One more than needed, for the one that fails or is being replaced.
  const frontends = 1 + Math.ceil(Math.max(busy / ownShare, (sockets * measured.memoryPerSocketKiB) / memory, 1));
  const backends = 1 + Math.ceil(Math.max((attempts * cpu('engageCpuMicroseconds')) / ASSUMED.share, 1));
  const limits = {
    'the nodes hear too much': ownShare <= 0,
    'PostgreSQL has too few cores':
      attempts * cpu('attemptPostgresCpuMicroseconds') > ASSUMED.postgresCores * ASSUMED.share,
    'Redis has but one core': attempts * frontends * cpu('attemptRedisCpuMicrosecondsPerReceiver') > ASSUMED.share,
    'Redis sends too much': attempts * frontends * measured.attemptRedisBytesPerReceiver > ASSUMED.redisBytesPerSecond,
  };
  const [limit] = Object.entries(limits).find(([, isReached]) => isReached) ?? [];
  if (limit !== undefined) throw new Error(`a cell of ${Math.round(most)} visitors is too large: ${limit}`);
  return { sockets, connects, attempts, frontends, backends };
}

/** A measured time in seconds of a core. */
function cpu(name) {
  return measured[name] / 1e6;
}

function round(value, digits = 0) {
  return Number(value.toFixed(digits));
}

function print(columns) {
  for (const name of Object.keys(columns[0]))
    process.stdout.write(`| ${[name, ...columns.map((column) => column[name].toLocaleString('en'))].join(' | ')} |\n`);
}
