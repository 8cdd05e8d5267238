import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CATALOGUE } from '#service/operations/index.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { anIxnProfile, TestClock } from '../support/builders.js';
import { bearer, OPERATOR_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { aTestDirectory } from '../support/directory.js';
import { TestFrontend } from '../support/frontend.js';
import { Metrics } from '../support/metrics.js';
import { askedIn, monitoringFile, theAlerts, theDashboard, theQuestions } from '../support/monitoring.js';
import { PROMTOOL, promtool } from '../support/promtool.js';
import { Router } from '../support/router.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const declared = new Map(Object.values(CATALOGUE).flatMap((metrics) => metrics.map((one) => [one.name, one] as const)));

/** What needs a PostgreSQL or a Redis; the cluster tests look at it. */
const isOfCluster = (help: string): boolean => /Only with REDIS_URL\.|Not with SQLite\./.test(help);

/** A node with somebody to ask and an endpoint to tell, after it has done some of everything. */
async function afterTraffic(profile = anIxnProfile()): Promise<Metrics> {
  const receiver = await WebhookReceiver.start();
  onTestFinished(() => receiver.stop());
  const router = await Router.start();
  onTestFinished(() => router.stop());
  const settings = { ...receiver.settings(), ...router.settings() };
  const service = await TestService.start(settings, new TestClock(Date.now()));
  onTestFinished(() => service.stop());
  const browser = await TestFrontend.connect(service, { visitId: profile.visitId });
  const { body } = await service.engage(profile);
  for (const disposition of ['delivered', 'shown', 'accepted'] as const)
    await browser.report({ attemptId: body.attemptId, disposition });
  await browser.send('no such event', {});
  await service.noengage({ interactionId: 'not engaged yet' });
  await receiver.until(({ taken }) => taken.length === 2);
  browser.close();
  await garbageIsCollected(service);
  return Metrics.of(service);
}

/** Nothing is told of collections before there has been one. */
async function garbageIsCollected(service: TestService): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  await expect
    .poll(async () => (await Metrics.of(service)).labelsOf('nodejs_gc_duration_seconds'), { timeout: 5_000 })
    .toEqual(['kind']);
}

describe('what is told at /metrics', () => {
  it('is what is declared: each by its type, its meaning and its labels, and nothing else', async () => {
    const metrics = await afterTraffic();

    for (const { name, type, help, labels } of declared.values()) {
      const family = metrics.families.get(name);
      if (isOfCluster(help)) {
        expect([name, family]).toEqual([name, undefined]);
        continue;
      }
      expect([name, family?.type, metrics.labelsOf(name)]).toEqual([name, type, [...labels].toSorted()]);
      if (name.startsWith('engagement_')) expect([name, family?.help]).toEqual([name, help]);
    }
    expect([...metrics.families.keys()].filter((name) => !declared.has(name))).toEqual([]);
  });

  it('is named as Prometheus names things, and means something', () => {
    for (const { name, type, help, labels } of declared.values()) {
      expect(name).toMatch(/^(?:engagement|process|nodejs)_[a-z][a-z0-9_]*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(help).toMatch(/^[A-Z0-9].*\.$/s);
      expect(labels.filter((label) => /id$|visit|interaction|attempt|page|key/i.test(label))).toEqual([]);
    }
  });

  it('is in the documents, each with its meaning', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/metrics.md', import.meta.url)), 'utf8');
    const rows = Array.from(page.matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \| (.*) \|$/gm), ([, ...cells]) => cells);

    expect(rows).toEqual(
      [...declared.values()].map(({ name, type, labels, help }) => [
        name,
        type,
        labels.map((label) => `\`${label}\``).join(', ') || '-',
        help,
      ]),
    );
  });

  it('holds nothing of anybody who came by', async () => {
    const profile = anIxnProfile({ ruleName: 'secret rule', data: { name: 'Ada' }, clientData: { theme: 'winter' } });

    const { text } = await afterTraffic(profile);

    const ids = /[0-9a-f]{8}-[0-9a-f]{4}-/;
    expect(text).not.toMatch(ids);
    for (const word of [
      profile.visitId,
      profile.interactionId,
      'secret rule',
      'Ada',
      'winter',
      'not engaged yet',
      'no such',
    ])
      expect([word, text.includes(word)]).toEqual([word, false]);
  });
});

describe('the dashboard and the alerts', () => {
  const questions = theQuestions();

  it.each(questions)('%s: asks of what there is (%#)', (_, expression) => {
    const asked = askedIn(expression);
    if (!/^(?:ALERTS|.*\bup\{)/s.test(expression)) expect(asked).not.toEqual([]);

    for (const [name, labels] of asked) {
      expect([name, declared.has(name)]).toEqual([name, true]);
      const known = new Set(['job', 'instance', 'tier', 'le', ...(declared.get(name)?.labels ?? [])]);
      expect([name, labels.filter((label) => !known.has(label))]).toEqual([name, []]);
    }
  });

  it('ask of everything that is ours', () => {
    const asked = new Set(questions.flatMap(([, expression]) => askedIn(expression).map(([name]) => name)));

    const unasked = [...declared.keys()].filter((name) => name.startsWith('engagement_') && !asked.has(name));
    expect(unasked).toEqual(['engagement_open_mode']);
  });
});

describe('the dashboard', () => {
  const { panels, templating } = theDashboard();

  it('has panels that know each other’s place', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
      expect([title, x + w <= 24]).toEqual([title, true]);
      return Array.from({ length: w * h }, (__, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('reads from the Prometheus that is chosen, the nodes that are chosen', () => {
    const datasource = { type: 'prometheus', uid: '${datasource}' };
    const variables = new Set(templating.list.map(({ name }) => name));
    for (const { type, title, targets = [], ...panel } of panels.filter((one) => one.type !== 'row')) {
      expect([title, panel.datasource, targets.length > 0]).toEqual([title, datasource, true]);
      expect([title, type, new Set(targets.map(({ refId }) => refId)).size]).toEqual([title, type, targets.length]);
      for (const { expr, ...target } of targets) {
        expect([title, target.datasource]).toEqual([title, datasource]);
        expect([title, expr]).toEqual([title, expect.stringContaining('job="$job", instance=~"$instance"')]);
        const used = Array.from(expr.matchAll(/\$(?!__)(\w+)/g), ([, name = '']) => name);
        expect([title, used.filter((name) => !variables.has(name))]).toEqual([title, []]);
      }
    }
  });
});

describe('each alert', () => {
  const runbook = readFileSync(fileURLToPath(new URL('../../docs/operating.md', import.meta.url)), 'utf8');
  const sections = new Map(
    runbook
      .split(/^### /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0] ?? '', section] as const),
  );

  it.each(theAlerts().map((alert) => [alert.alert, alert] as const))(
    '%s is told with what to do about it in the runbook',
    (name, { labels, annotations }) => {
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/./);
      expect(annotations.description).toMatch(/\.$/);
      expect(annotations.runbook_url).toBe(`docs/operating.md#${name.toLowerCase()}`);
      const section = sections.get(name) ?? '';
      for (const part of ['**Symptom.**', '**Look at.**', '**Do.**'])
        expect([name, section]).toEqual([name, expect.stringContaining(part)]);
    },
  );

  it('is one that there is', () => {
    const names = new Set(theAlerts().map(({ alert }) => alert));

    expect([...sections.keys()].filter((title) => title.startsWith('Engagement') && !names.has(title))).toEqual([]);
  });
});

describe('the example of how Prometheus reads the nodes', () => {
  const [example] = parseAllDocuments(readFileSync(monitoringFile('prometheus.yml'), 'utf8')).map((one) => one.toJS());
  const [job] = example.scrape_configs;

  it('shows an operator’s key from a file, and knows the nodes by the name that alerts know them by', () => {
    expect(job).toMatchObject({
      job_name: 'engagement-gateway',
      metrics_path: '/metrics',
      authorization: { credentials_file: expect.stringMatching(/^\//) },
    });
    expect(example.rule_files).toEqual(['alerts.yml']);
    for (const { expr } of theAlerts())
      for (const [, name] of expr.matchAll(/job="([^"]*)"/g)) expect(name).toBe(job.job_name);
  });
});

describe.skipIf(PROMTOOL === undefined)('promtool, where it is installed,', () => {
  it.each([
    ['the rules', ['check', 'rules', 'alerts.yml']],
    ['what the rules make of situations', ['test', 'rules', 'alerts.test.yml']],
    ['the example', ['check', 'config', '--syntax-only', 'prometheus.yml']],
  ])('finds no fault with %s', (_, args) => {
    const { status, said } = promtool(args.map((arg) => (arg.endsWith('.yml') ? monitoringFile(arg) : arg)));

    expect([status, said]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('finds no fault with what a node tells', async () => {
    const { text } = await afterTraffic();

    expect(promtool(['check', 'metrics'], text)).toEqual({ status: 0, said: '' });
  });

  it('finds every question of the dashboard to be one', () => {
    const questions = theQuestions().filter(([, expression]) => !expression.startsWith('label_values'));
    const rules = questions.map(([, expression], index) => ({
      record: `question_${index}`,
      expr: expression.replaceAll(/\$__(?:rate_interval|range)/g, '5m').replaceAll(/\$\w+/g, 'any'),
    }));
    const file = join(aTestDirectory(), 'questions.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'questions', rules }] }));

    const { status, said } = promtool(['check', 'rules', file]);

    expect([status, said]).toEqual([0, expect.stringContaining(`${questions.length} rules found`)]);
  });
});

describe('a node that asks for credentials', () => {
  it('is read by whoever shows an operator’s key, as the example does', async () => {
    const service = await TestService.start(WITH_CREDENTIALS);
    onTestFinished(() => service.stop());
    const statusOf = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await fetch(`${service.url}/metrics`, { headers })).status;

    expect(await statusOf(bearer(OPERATOR_KEY))).toBe(200);
    expect(await statusOf({})).toBe(401);
    expect(await statusOf(bearer(`on-call:${OPERATOR_KEY}`))).toBe(401);
  });
});
