/** Reading a scenario file. It never throws: the answer is a scenario, or problems that name the place and say what to change. */
import type * as z from 'zod/mini';
import { type Scenario, type ScenarioEdge, scenarioSchema } from './schema';
import { FAULTS } from '@/faults/registry';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';

/** Largest file in characters. */
export const MAX_CHARACTERS = 2_000_000;
const MAX_PARTS = 2000;

/** One thing that is wrong, and where. */
export interface Problem {
  /** Place in the file, such as `nodes.checkout.settings.workers`. */
  readonly path: string;
  readonly message: string;
}

/** Outcome of reading. `repairs` tells what was kept but takes no part. */
export type Reading =
  | { readonly ok: true; readonly scenario: Scenario; readonly repairs: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the text of a file. */
export function readScenario(text: string): Reading {
  if (text.length > MAX_CHARACTERS) {
    const message = `the file has ${text.length} characters; at most ${MAX_CHARACTERS} are read. Remove parts or notes`;
    return { ok: false, problems: [{ path: 'file', message }] };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [{ path: 'file', message: `this is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` }] };
  }
  return checkScenario(value);
}

/** Checks a value that has been parsed already (a file with its patches). */
export function checkScenario(value: unknown): Reading {
  const parsed = scenarioSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, '') };
  const scenario = parsed.data;
  const problems: Problem[] = [];
  const repairs: Problem[] = [];
  const parts = Object.keys(scenario.nodes).length + Object.keys(scenario.edges).length;
  if (parts > MAX_PARTS) problems.push({ path: 'nodes', message: `${parts} parts and wires are more than the ${MAX_PARTS} that can run` });
  checkNodes(scenario, problems, repairs);
  checkEdges(scenario, problems, repairs);
  checkFaults(scenario, problems, repairs);
  problems.push(...instantLoops(scenario));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, scenario, repairs };
}

function problemsOf(error: z.core.$ZodError, prefix: string): Problem[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: [prefix, ...issue.path].filter((step) => step !== '').join('.') || 'file', message: issue.message }));
}

function checkSettings(schema: z.ZodMiniType, settings: unknown, path: string, problems: Problem[]): unknown {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  problems.push(...problemsOf(parsed.error, path));
  return settings;
}

function checkNodes(scenario: Scenario, problems: Problem[], repairs: Problem[]): void {
  for (const [id, node] of Object.entries(scenario.nodes)) {
    const kind = KINDS.get(node.kind);
    if (kind) node.settings = checkSettings(kind.schema, node.settings, `nodes.${id}.settings`, problems) as Record<string, unknown>;
    else repairs.push({ path: `nodes.${id}.kind`, message: `"${node.kind}" is not known here: the part is kept and takes no part in the run` });
  }
}

function checkEdges(scenario: Scenario, problems: Problem[], repairs: Problem[]): void {
  for (const [id, edge] of Object.entries(scenario.edges)) {
    for (const end of ['source', 'target'] as const) {
      if (!(edge[end] in scenario.nodes)) problems.push({ path: `edges.${id}.${end}`, message: `there is no node "${edge[end]}": name an existing node or remove the wire` });
    }
    if (edge.source === edge.target) problems.push({ path: `edges.${id}`, message: 'a node cannot call itself: choose another target' });
    const target = KINDS.get(scenario.nodes[edge.target]?.kind ?? '');
    if (target && !target.canBeCalled) problems.push({ path: `edges.${id}.target`, message: `a ${target.id} cannot be called: turn the wire round` });
    if (edge.settings.jitterMs > edge.settings.latencyMs) {
      problems.push({ path: `edges.${id}.settings.jitterMs`, message: 'jitter must not be larger than the latency' });
    }
    for (const [policyId, settings] of Object.entries(edge.policies)) {
      const policy = POLICIES.get(policyId);
      const path = `edges.${id}.policies.${policyId}`;
      if (policy) {
        const before = problems.length;
        const full = checkSettings(policy.schema, settings, path, problems) as Record<string, unknown>;
        edge.policies[policyId] = full;
        if (problems.length === before) problems.push(...policy.check(full).map((message) => ({ path, message })));
      } else repairs.push({ path, message: 'this policy is not known here: it is kept and does nothing' });
    }
  }
}

function checkFaults(scenario: Scenario, problems: Problem[], repairs: Problem[]): void {
  scenario.faults.forEach((fault, i) => {
    const known = FAULTS.get(fault.kind);
    const path = `faults.${i}`;
    if (!known) repairs.push({ path: `${path}.kind`, message: `"${fault.kind}" is not known here: it is kept and does nothing` });
    const targets = known?.on === 'wire' ? scenario.edges : scenario.nodes;
    if (!(fault.target in targets)) problems.push({ path: `${path}.target`, message: `there is no ${known?.on ?? 'node'} "${fault.target}"` });
    const range = known?.value;
    if (range && (fault.value < range.min || fault.value > range.max)) {
      problems.push({ path: `${path}.value`, message: `must be from ${range.min} to ${range.max} ${range.unit}` });
    }
  });
}

/** Loops of wires on which no time passes: a request would go round for ever within one moment. */
function instantLoops(scenario: Scenario): Problem[] {
  const out = new Map<string, [string, ScenarioEdge][]>();
  for (const [id, edge] of Object.entries(scenario.edges)) {
    if (edge.role !== 'call' || edge.settings.latencyMs > 0) continue;
    out.set(edge.source, [...(out.get(edge.source) ?? []), [id, edge]]);
  }
  const state = new Map<string, 'open' | 'done'>();
  const found: Problem[] = [];
  const visit = (node: string): void => {
    state.set(node, 'open');
    for (const [id, edge] of out.get(node) ?? []) {
      if (state.get(edge.target) === 'open') {
        found.push({ path: `edges.${id}.settings.latencyMs`, message: 'this wire closes a loop without latency: give one wire of the loop a latency above 0' });
      } else if (!state.has(edge.target)) visit(edge.target);
    }
    state.set(node, 'done');
  };
  for (const node of Object.keys(scenario.nodes)) if (!state.has(node)) visit(node);
  return found;
}
