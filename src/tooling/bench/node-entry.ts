/** One measurement in a fresh process: reads the task from the command line, prints the result as one line of JSON. */
import { measureCosts } from './costs';
import { type MicroTask, measureMicro } from './micro';
import { measure, type ModelTask } from './models';
import { measureScale, type ScaleTask } from './scale';

type Task =
  | { readonly kind: 'costs' }
  | ({ readonly kind: 'scale' } & ScaleTask)
  | ({ readonly kind: 'model' } & ModelTask)
  | ({ readonly kind: 'micro' } & MicroTask);

const task = JSON.parse(process.argv[2] ?? '{}') as Task;

function run(): unknown {
  if (task.kind === 'costs') return measureCosts();
  if (task.kind === 'scale') return measureScale(task, () => performance.now());
  return task.kind === 'micro' ? measureMicro(task) : measure(task, () => performance.now());
}

console.log(JSON.stringify(run()));
