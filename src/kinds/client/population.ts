/** Who a client's users are, what they ask for and which token they bring. Draws of each kind come from a stream of their own. */
import type { PopulationSettings, TokenSettings } from './settings';
import { TokenFlaw, tokenOf } from '@/domain/token';
import { type TimeUs, usFromMs } from '@/domain/time';
import type { Call } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';

/** Gives every request its user, address, path and token. */
export class Population {
  private readonly users: RandomStream;
  private readonly ways: RandomStream;
  private readonly tokens: RandomStream;
  private paths: Int32Array = new Int32Array(0);
  /** Sums of the weights up to and with each path. */
  private sums: Float64Array = new Float64Array(0);
  private lifetimeUs: TimeUs = 0;

  constructor(
    private readonly context: RunContext,
    id: string,
    private settings: PopulationSettings,
  ) {
    this.users = context.stream(id, 'users');
    this.ways = context.stream(id, 'paths');
    this.tokens = context.stream(id, 'tokens');
    this.configure(settings);
  }

  /** Takes effect for requests from now on. */
  configure(settings: PopulationSettings): void {
    this.settings = settings;
    let sum = 0;
    this.paths = Int32Array.from(settings.paths, ({ path }) => this.context.urlPath(path));
    this.sums = Float64Array.from(settings.paths, ({ weight }) => (sum += weight));
    this.lifetimeUs = usFromMs(settings.tokens?.lifetimeMs ?? 0);
  }

  /** Fills in who asks for what. */
  fill(call: Call): void {
    const { users, firstUser, addresses, firstAddress, tokens } = this.settings;
    const user = firstUser + this.users.below(users);
    call.user = user;
    call.ip = firstAddress + (user % addresses);
    call.urlPath = this.path();
    call.token = tokens === null ? 0 : this.token(tokens);
  }

  private path(): number {
    const { paths, sums } = this;
    const last = paths.length - 1;
    if (last < 0) return 0;
    const draw = this.ways.uniform() * (sums[last] as number);
    let i = 0;
    while (i < last && draw >= (sums[i] as number)) i++;
    return paths[i] as number;
  }

  /** A token, or 0. An expired one was signed a lifetime earlier; a forged one names the key that a good one would name. */
  private token({ issuer, forgedShare, expiredShare, missingShare }: TokenSettings): number {
    const { lifetimeUs } = this;
    const signer = this.context.issuers.get(issuer);
    const ageUs = Math.floor(this.tokens.uniform() * lifetimeUs);
    const lot = this.tokens.uniform();
    if (signer === undefined || lot < missingShare) return 0;
    const isForged = lot < missingShare + forgedShare;
    const isExpired = !isForged && lot < missingShare + forgedShare + expiredShare;
    const signedUs = this.context.agenda.nowUs - ageUs - (isExpired ? lifetimeUs : 0);
    const flaw = isForged ? TokenFlaw.forged : isExpired ? TokenFlaw.expired : TokenFlaw.none;
    return tokenOf(signer.keyAt(Math.max(0, signedUs)), flaw, signedUs + lifetimeUs);
  }
}
