export { scenario } from './vocabulary/scenario.ts';
export { document, guarantee, limitation } from './vocabulary/statement.ts';
