import { partitions, regionIsIn, type Partition } from '../../federation/partition';

const names = Object.keys(partitions) as Partition[];

describe('regionIsIn', () => {
  it.each<readonly [string, Partition | undefined]>([
    ['us-east-1', 'aws'],
    ['eu-west-1', 'aws'],
    ['ap-southeast-6', 'aws'],
    ['mx-central-1', 'aws'],
    ['il-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-east-1', undefined],
    ['us-isob-east-1', undefined],
    ['us-isof-south-1', undefined],
    ['eu-isoe-west-1', undefined],
    ['us-', undefined],
    ['us-east', undefined],
    ['us-east-0', undefined],
    ['us-east-1a', undefined],
    ['US-EAST-1', undefined],
    ['eu-west-1 ', undefined],
    ['xx-west-1', undefined],
    ['', undefined],
  ])('%j is in %s', (region, expected) => {
    expect(names.filter((name) => regionIsIn(region, name))).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('partitions', () => {
  it.each(names)('the events of %s are seen in a region of its own', (name) => {
    expect(regionIsIn(partitions[name].iamEventRegion, name)).toBe(true);
  });
});
