/**
 * The same models in simjs 2.0.3, written as its manual does: entities, facilities, timers with callbacks. Reads the model
 * and the number of requests from the command line, prints the result as one line of JSON.
 */
import { createRequire } from 'node:module';

// The package hands its classes to a page only.
globalThis.window = globalThis;
createRequire(import.meta.url)('simjs');
const { Sim, Entity, Facility, Random } = globalThis.Sim;

const sizes = {
  mm1: { perMs: 0.8 },
  chain: { perMs: 1, gateway: 8, workers: 4, timeoutMs: 100 },
  chainL: { perMs: 20, gateway: 160, workers: 80, timeoutMs: 1000 },
};
const [name, count] = process.argv.slice(2);
const size = sizes[name];
const requests = Number(count);
const random = new Random(1);
const answers = { completed: 0, expired: 0, sumMs: 0 };

class Queue extends Entity {
  start() {
    this.server = new Facility('server', Facility.FCFS, 1);
    this.sent = 0;
    this.arrive();
  }

  arrive() {
    const request = { sentMs: this.time() };
    this.useFacility(this.server, random.exponential(1)).done(this.served, this, request);
    if (++this.sent < requests) this.setTimer(random.exponential(size.perMs)).done(this.arrive, this);
  }

  served(request) {
    answers.completed++;
    answers.sumMs += this.time() - request.sentMs;
  }
}

class Chain extends Entity {
  start() {
    this.gateway = new Facility('gateway', Facility.FCFS, size.gateway);
    this.pods = [0, 1, 2].map((i) => new Facility(`pod ${i}`, Facility.FCFS, size.workers));
    this.turn = 0;
    this.sent = 0;
    this.arrive();
  }

  arrive() {
    const request = { sentMs: this.time(), isExpired: false, timer: this.setTimer(size.timeoutMs) };
    request.timer.done(this.expired, this, request);
    this.useFacility(this.gateway, random.exponential(1 / 5.6)).done(this.passed, this, request);
    if (++this.sent < requests) this.setTimer(random.exponential(size.perMs)).done(this.arrive, this);
  }

  passed(request) {
    const pod = this.pods[this.turn];
    this.turn = (this.turn + 1) % 3;
    this.useFacility(pod, random.exponential(1 / 9)).done(this.served, this, request);
  }

  served(request) {
    if (request.isExpired) return;
    request.timer.cancel();
    answers.completed++;
    answers.sumMs += this.time() - request.sentMs;
  }

  expired(request) {
    request.isExpired = true;
    answers.expired++;
    answers.sumMs += size.timeoutMs;
  }
}

const sim = new Sim();
sim.addEntity(name === 'mm1' ? Queue : Chain);
const start = performance.now();
sim.simulate(1e12);
const ms = performance.now() - start;
console.log(JSON.stringify({ ...answers, meanMs: answers.sumMs / (answers.completed + answers.expired), ms }));
