/**
 * Which route takes a path. Three real orders of precedence, worked out once for each path of the run: a request only looks its
 * path up in a table. Sources: DOMAIN.md 4.5 (Gateway API `apis/v1/httproute_types.go`, Envoy `route_components.proto`, nginx
 * `ngx_http_core_module`, location).
 */
import { checkWeights, type WeightedTarget } from './split';

/**
 * `gateway-api`: exact before longest prefix before patterns, prefixes by whole path elements. `envoy`: the first match in the
 * order of the list, prefixes by letters. `nginx`: exact, then the longest prefix if it is marked, then the first pattern, then
 * the longest prefix; prefixes by letters, patterns may match anywhere in the path.
 */
export type Precedence = 'gateway-api' | 'envoy' | 'nginx';

/** A rule of the route table. */
export interface RouteSpec {
  readonly id: string;
  readonly match: 'exact' | 'prefix' | 'regex';
  /** The path, its beginning, or a pattern of at most 200 characters. */
  readonly path: string;
  /** nginx's `^~`: a prefix that patterns do not overrule. Only nginx looks at it. */
  readonly beatsPatterns: boolean;
  /** Wires that take the calls; several share them by weight. */
  readonly to: readonly WeightedTarget[];
  /** True keeps a user on one side; false draws for every request. */
  readonly sticky: boolean;
}

/** What a rule looks at. */
export type Rule = Pick<RouteSpec, 'id' | 'match' | 'path' | 'beatsPatterns'>;

/** Longest pattern that is taken. */
export const MAX_PATTERN = 200;
/** Repeats that a pattern may have: JavaScript tries them all, where RE2 of the real systems does not. */
export const MAX_REPEATS = 4;
/** Longer paths match no pattern. */
const MAX_PATH = 256;

/** Place of the route in the list that takes the path; -1 when none does. */
export function routeOf(rules: readonly Rule[], path: string, precedence: Precedence): number {
  const fits = rules.map((rule) => matches(rule, path, precedence));
  const first = (match: Rule['match']): number => rules.findIndex((rule, i) => fits[i] === true && rule.match === match);
  if (precedence === 'envoy') return fits.indexOf(true);
  const exact = first('exact');
  if (exact >= 0) return exact;
  const prefix = longestPrefix(rules, fits);
  const pattern = first('regex');
  if (precedence === 'gateway-api') return prefix >= 0 ? prefix : pattern;
  return pattern < 0 || rules[prefix]?.beatsPatterns === true ? prefix : pattern;
}

/** Whether a rule takes a path when it is the only one. A pattern that is no good takes none. */
export function matches({ match, path: wanted }: Rule, path: string, precedence: Precedence): boolean {
  if (match === 'exact') return path === wanted;
  if (match === 'regex') return path.length <= MAX_PATH && (pattern(wanted, precedence)?.test(path) ?? false);
  if (precedence !== 'gateway-api') return path.startsWith(wanted);
  // A slash at the end of a prefix says nothing: `/a` and `/a/` are one prefix.
  const stem = wanted.endsWith('/') ? wanted.slice(0, -1) : wanted;
  return path === stem || path.startsWith(`${stem}/`);
}

function longestPrefix(rules: readonly Rule[], fits: readonly boolean[]): number {
  let best = -1;
  let longest = -1;
  rules.forEach(({ match, path }, i) => {
    if (fits[i] !== true || match !== 'prefix' || path.length <= longest) return;
    best = i;
    longest = path.length;
  });
  return best;
}

/** Envoy's patterns, and those of the gateways built on it, have to match the whole path; nginx looks for them within it. */
function pattern(source: string, precedence: Precedence): RegExp | null {
  if (patternFault(source) !== null) return null;
  return new RegExp(precedence === 'nginx' ? source : `^(?:${source})$`, 'u');
}

/** What is wrong with a pattern, as the end of a sentence; null when nothing is. */
export function patternFault(source: string): string | null {
  if (source.length > MAX_PATTERN) return `is longer than ${MAX_PATTERN} characters`;
  try {
    new RegExp(source, 'u');
  } catch {
    return 'is no regular expression';
  }
  return costFault(source);
}

/** Patterns that RE2 refuses, or that could take JavaScript for ever. */
function costFault(source: string): string | null {
  // For each open group: whether something inside repeats or branches.
  const groups: boolean[] = [];
  let repeats = 0;
  let isInClass = false;
  let wasManifold = false;
  for (let i = 0; i < source.length; i++) {
    const sign = source.charAt(i);
    const isManifold = wasManifold;
    wasManifold = false;
    if (sign === '\\') {
      i++;
      if (!isInClass && /[1-9k]/.test(source.charAt(i))) return 'refers back to a group, which gateways do not allow';
    } else if (isInClass) isInClass = sign !== ']';
    else if (sign === '[') isInClass = true;
    else if (sign === '(') {
      if (/^\(\?(?:[=!]|<[=!])/.test(source.slice(i))) return 'looks ahead or back, which gateways do not allow';
      if (source.startsWith('(?', i)) i = source.startsWith('(?<', i) ? source.indexOf('>', i) : i + 2;
      groups.push(false);
    } else if (sign === ')') wasManifold = groups.pop() === true;
    else if (sign === '|') groups.fill(true);
    else if ('*+?{'.includes(sign)) {
      if (isManifold) return 'repeats a group that repeats or branches inside, which takes too long here';
      repeats++;
      groups.fill(true);
      if (sign === '{') i = source.indexOf('}', i);
      if (source.charAt(i + 1) === '?') i++;
    }
  }
  return repeats > MAX_REPEATS ? `repeats more than ${MAX_REPEATS} times, which takes too long here` : null;
}

/** What is wrong with a list of routes, a sentence each, naming the route. */
export function checkRoutes(routes: readonly RouteSpec[]): string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  const seen = new Map<string, string>();
  for (const { id, match, path, to } of routes) {
    if (ids.has(id)) faults.push(`There are two routes called "${id}".`);
    ids.add(id);
    const fault = match === 'regex' ? patternFault(path) : null;
    if (fault !== null) faults.push(`The pattern of route "${id}" ${fault}.`);
    if (match !== 'regex' && !path.startsWith('/')) faults.push(`The path of route "${id}" does not begin with "/".`);
    if (match !== 'regex') {
      const twin = seen.get(`${match} ${path}`);
      if (twin !== undefined) faults.push(`Routes "${twin}" and "${id}" match the same ${match} path ${path}.`);
      else seen.set(`${match} ${path}`, id);
    }
    const weights = checkWeights(to);
    if (weights !== null) faults.push(`Route "${id}" ${weights}.`);
  }
  return faults;
}

/** From the index of a path to the place of its route, filled in when a path is first asked for. */
export class RouteTable {
  private readonly places: number[] = [];

  /** `paths` may grow during the run, but never changes what it has. */
  constructor(
    private readonly rules: readonly Rule[],
    private readonly precedence: Precedence,
    private readonly paths: readonly string[],
  ) {}

  /** Place of the route for the path with this index; -1 when there is none. */
  find(urlPath: number): number {
    const place = this.places[urlPath];
    return place === undefined ? this.learn(urlPath) : place;
  }

  private learn(urlPath: number): number {
    const path = this.paths[urlPath];
    while (this.places.length < urlPath) this.learn(this.places.length);
    const place = path === undefined ? -1 : routeOf(this.rules, path, this.precedence);
    this.places[urlPath] = place;
    return place;
  }
}
