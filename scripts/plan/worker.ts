/** What a worker thread runs that plans for a part of an inventory; it is sent one request and answers once. */
import { parentPort } from 'node:worker_threads';
import { answerPart, type PartRequest } from './plan-part';

parentPort?.once('message', (request: PartRequest) => {
  void answerPart(request).then((answer) => {
    parentPort?.postMessage(answer);
  });
});
