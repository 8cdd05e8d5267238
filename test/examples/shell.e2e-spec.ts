import { describeStrategy } from './strategy.contract.js';

describeStrategy('the strategy in Bash', ['shell/engage.sh']);
