import { testPlans } from './plans.ts';

// one account of 20,000 todos among 2,000,000
testPlans(100);
