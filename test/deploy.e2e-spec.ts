import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { VARIABLES } from '#service/config/index.js';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import * as apps from 'kubernetes-models/apps/v1';
import * as autoscaling from 'kubernetes-models/autoscaling/v2';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const textOf = (name: string): string => readFileSync(pathOf(name), 'utf8');

/** Every variable that the service knows, and the twins that name files. */
const KNOWN = new Set(
  Object.values(VARIABLES).flatMap(({ name, ...rest }) => ('secret' in rest ? [name, `${name}_FILE`] : [name])),
);

describe('the Dockerfile', () => {
  const dockerfile = textOf('Dockerfile');

  it('is one that no linter complains of', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
  });

  it('builds in one stage and runs in another, as nobody of importance, from an image of a named version', () => {
    const stages = dockerfile.split(/^FROM /m).slice(1);

    expect(stages).toHaveLength(2);
    for (const stage of stages) expect(stage).toMatch(/^node:\d+-[a-z-]+/);
    expect(stages[1]).toMatch(/^USER node$/m);
    expect(stages[1]).toMatch(/^STOPSIGNAL SIGTERM$/m);
    for (const part of ['package.json', 'node_modules', 'dist'])
      expect(stages[1]).toContain(`COPY --from=build /build/${part} `);
    expect(stages[1]).toMatch(/^HEALTHCHECK .*\n? *.*\/health\/live`/m);
    expect(stages[1]).toMatch(/^CMD \["node", "dist\/main\.js"\]$/m);
    expect(stages[1]).not.toMatch(/^RUN /m);
  });
});

interface Complaint {
  readonly type: string;
  readonly message: string;
}

interface Service {
  readonly image: string;
  readonly networks: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

describe('compose.yaml', () => {
  const compose: {
    readonly services: Readonly<Record<string, Service>>;
    readonly secrets: Readonly<Record<string, { readonly file: string }>>;
    readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  } = parse(textOf('compose.yaml'), { merge: true });
  const services = Object.entries(compose.services);
  const nodes = services.filter(([name]) => /end-/.test(name));

  it('is one that no linter complains of', () => {
    // What is named here is a matter of taste.
    const rules = { 'no-build-and-image': 0, 'service-keys-order': 0, 'top-level-properties-order': 0 } as const;
    const linter = new DCLinter({ rules, exclude: [], quiet: true, debug: false });
    const complaints = linter
      .lintFiles([pathOf('compose.yaml')], false)
      .flatMap(({ messages }: { readonly messages: readonly Complaint[] }) => messages);

    expect(complaints.filter(({ type }: Complaint) => type === 'error')).toEqual([]);
  });

  it('has two nodes of each tier, PostgreSQL, Redis and nginx', () => {
    expect(services.map(([name]) => name).toSorted()).toEqual(
      ['backend-1', 'backend-2', 'frontend-1', 'frontend-2', 'nginx', 'postgres', 'redis'].toSorted(),
    );
    expect(services.map(([, { environment }]) => environment?.['ROLES']).filter(Boolean)).toEqual([
      'backend',
      'backend',
      'frontend',
      'frontend',
    ]);
  });

  it.each(services)('lets %s do no more than it must, and looks after it', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      healthcheck: expect.any(Object),
    });
    expect(Object.values(service.depends_on ?? {}).every(({ condition }) => condition === 'service_healthy')).toBe(
      true,
    );
  });

  it.each(nodes)('grants %s the time to leave, and asks it whether it is ready', (_, service) => {
    // It ends within 25 seconds.
    expect(service).toMatchObject({ user: 'node', stop_grace_period: '30s' });
    expect(JSON.stringify(service)).toContain('/health/ready');
  });

  it('has nothing reached from outside but nginx', () => {
    const outer = services.filter(([, { networks }]) =>
      networks.some((name) => compose.networks[name]?.internal !== true),
    );

    expect(outer.map(([name]) => name)).toEqual(['nginx']);
  });

  it('sets what the service knows, and hands out the secrets that it names', () => {
    for (const [, { environment = {}, secrets = [] }] of nodes) {
      expect(Object.keys(environment).filter((name) => name !== 'ROLES' && !KNOWN.has(name))).toEqual([]);
      const files = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);
      expect(files.toSorted()).toEqual(secrets.toSorted());
      expect(secrets.filter((secret) => !(secret in compose.secrets))).toEqual([]);
    }
  });

  it('fills in every variable of nginx’s template', () => {
    const wanted = new Set(
      Array.from(textOf('deploy/nginx/gateway.conf.template').matchAll(/\$\{(\w+)\}/g), ([, name]) => name),
    );

    expect(Object.keys(compose.services['nginx']?.environment ?? {}).toSorted()).toEqual([...wanted].toSorted());
  });
});

type Labels = Readonly<Record<string, string>>;

interface Probe {
  readonly httpGet: { readonly port: string };
}

interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly lifecycle: object;
}

interface PathRule {
  readonly path: string;
  readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } };
}

/** What is looked at in manifests of several kinds. */
interface Spec {
  readonly selector: Labels & { readonly matchLabels: Labels };
  readonly podSelector: { readonly matchLabels?: Labels };
  readonly scaleTargetRef: { readonly name: string };
  readonly template: {
    readonly metadata: { readonly labels: Labels };
    readonly spec: {
      readonly containers: readonly [Container];
      readonly volumes: readonly { readonly secret: { readonly secretName: string } }[];
    };
  };
  readonly ports: readonly { readonly name: string; readonly targetPort: string }[];
  readonly rules: readonly { readonly http: { readonly paths: readonly PathRule[] } }[];
  readonly minReplicas: number;
  readonly metrics: readonly { readonly pods?: { readonly metric: { readonly name: string } } }[];
  readonly ingress: readonly { readonly from: readonly object[] }[];
  readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

const MODELS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  v1: { ...core },
  'apps/v1': { ...apps },
  'autoscaling/v2': { ...autoscaling },
  'networking.k8s.io/v1': { ...networking },
  'policy/v1': { ...policy },
};

describe('the manifests for Kubernetes', () => {
  const files = readdirSync(pathOf('deploy/kubernetes')).filter((name) => name !== 'kustomization.yaml');
  const manifests: readonly Manifest[] = files.flatMap((name) =>
    parseAllDocuments(textOf(`deploy/kubernetes/${name}`)).map((document) => document.toJS()),
  );
  const ofKind = (kind: string): readonly Manifest[] => manifests.filter((manifest) => manifest.kind === kind);
  const specOf = (kind: string, name: string): Spec => {
    const found = ofKind(kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
    return found.spec;
  };
  const namesOf = (kind: string): readonly string[] => ofKind(kind).map(({ metadata }) => metadata.name);
  const settings = ofKind('ConfigMap')[0]?.data ?? {};
  const secrets = Object.keys(ofKind('Secret')[0]?.stringData ?? {});

  it('are all named in the kustomization, but for the example of a secret', () => {
    const { resources } = parse(textOf('deploy/kubernetes/kustomization.yaml'));

    expect(resources.toSorted()).toEqual(files.filter((name) => name !== 'secret.example.yaml').toSorted());
  });

  it.each(manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const))(
    'are of their kind: %s',
    (_, manifest) => {
      const Model = MODELS[manifest.apiVersion]?.[manifest.kind];
      if (typeof Model !== 'function') throw new Error(`there is no ${manifest.apiVersion} ${manifest.kind}`);

      expect(() => Reflect.construct(Model, [manifest]).validate()).not.toThrow();
    },
  );

  it.each(['backend', 'frontend'])('run the %s tier as it should be run', (role) => {
    const name = `gateway-${role}`;
    const spec = specOf('Deployment', name);
    const labels = spec.template.metadata.labels;
    const [container] = spec.template.spec.containers;

    expect(spec.selector.matchLabels).toEqual(labels);
    for (const kind of ['Service', 'PodDisruptionBudget']) {
      const { selector } = specOf(kind, name);
      expect([kind, selector.matchLabels ?? selector]).toEqual([kind, labels]);
    }
    const scaler = specOf('HorizontalPodAutoscaler', name);
    expect(scaler.scaleTargetRef.name).toBe(name);
    expect(scaler.minReplicas).toBeGreaterThanOrEqual(2);
    expect(spec).toMatchObject({ strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } });
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 35,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container).toMatchObject({
      // Before the end comes, time for everybody to hear of it; with the 25 seconds of the end, less than is granted.
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      startupProbe: { httpGet: { path: '/health/startup' } },
      livenessProbe: { httpGet: { path: '/health/live' } },
      readinessProbe: { httpGet: { path: '/health/ready' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      env: expect.arrayContaining([{ name: 'ROLES', value: role }]),
    });
  });

  it.each(['backend', 'frontend'])('find the port, the settings and the secrets of the %s tier', (role) => {
    const { containers, volumes } = specOf('Deployment', `gateway-${role}`).template.spec;
    const [{ ports, envFrom, startupProbe, livenessProbe, readinessProbe }] = containers;

    expect(ports).toEqual([{ name: 'http', containerPort: Number(settings['PORT']) }]);
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) expect(httpGet.port).toBe('http');
    expect(specOf('Service', `gateway-${role}`).ports).toMatchObject([{ name: 'http', targetPort: 'http' }]);
    expect(envFrom.map(({ configMapRef }) => configMapRef.name)).toEqual(namesOf('ConfigMap'));
    expect(volumes.map(({ secret }) => secret.secretName)).toEqual(namesOf('Secret'));
  });

  it('let browsers come to the frontends alone, by the paths that are theirs', () => {
    const paths = specOf('Ingress', 'gateway-frontend').rules.flatMap(({ http }) => http.paths);

    expect(paths.map(({ path }) => path)).toEqual(['/socket.io/', '/client/']);
    for (const { backend } of paths)
      expect(backend.service).toEqual({ name: 'gateway-frontend', port: { name: 'http' } });
  });

  it('scale the frontends by what a node counts', () => {
    const counted = textOf('docs/metrics.md');
    const names = specOf('HorizontalPodAutoscaler', 'gateway-frontend').metrics.flatMap(
      ({ pods }) => pods?.metric.name ?? [],
    );

    expect(names).toHaveLength(1);
    for (const name of names) expect(counted).toContain(`| \`${name}\` |`);
  });

  it('set values that the service takes', () => {
    for (const { name, parse: read } of Object.values(VARIABLES))
      if (settings[name] !== undefined) expect([name, read(settings[name])]).not.toEqual([name, undefined]);
  });

  it('set what the service knows, from secrets that there are', () => {
    const own = ofKind('Deployment').flatMap(({ spec }) => spec.template.spec.containers[0].env);
    const environment = { ...settings, ...Object.fromEntries(own.map(({ name, value }) => [name, value])) };

    expect(Object.keys(environment).filter((name) => !KNOWN.has(name))).toEqual([]);
    const named = Object.values(environment).flatMap(
      (value) => /^\/run\/secrets\/gateway\/(.+)$/.exec(value)?.[1] ?? [],
    );
    expect(named.toSorted()).toEqual(secrets.toSorted());
  });

  it('let nothing be reached by default, and each tier by its own callers', () => {
    const componentOf = (name: string): string | undefined =>
      specOf('NetworkPolicy', name).podSelector.matchLabels?.['app.kubernetes.io/component'];

    expect(specOf('NetworkPolicy', 'nothing-by-default')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const callersOf = (name: string): readonly object[] =>
      specOf('NetworkPolicy', name).ingress.flatMap(({ from }) => from);
    const fromNamespace = (label: string, value: string): object => ({
      namespaceSelector: { matchLabels: { [label]: value } },
    });
    expect(componentOf('strategies-to-backends')).toBe('backend');
    expect(callersOf('strategies-to-backends')).toEqual([fromNamespace('engagement-gateway/may-call', 'true')]);
    expect(componentOf('browsers-to-frontends')).toBe('frontend');
    expect(callersOf('browsers-to-frontends')).toEqual([fromNamespace('kubernetes.io/metadata.name', 'ingress-nginx')]);
    expect(callersOf('prometheus-to-nodes')).toMatchObject([
      fromNamespace('kubernetes.io/metadata.name', 'monitoring'),
    ]);
    expect(
      specOf('NetworkPolicy', 'nodes-to-stores').egress.flatMap(({ ports }) => ports.map(({ port }) => port)),
    ).toEqual([53, 53, 5432, 6379]);
  });
});
