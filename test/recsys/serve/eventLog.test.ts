import { eventLog } from '../../../src/recsys/serve/eventLog';
import { logContract } from './logContract';

logContract('eventLog', async () => eventLog());
