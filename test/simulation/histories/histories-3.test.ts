import { keepInvariants } from './keep-invariants';

keepInvariants(2);
