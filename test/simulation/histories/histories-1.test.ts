import { keepInvariants } from './keep-invariants';

keepInvariants(0);
