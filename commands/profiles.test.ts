import { expect } from 'chai';
import { profilesIn } from './profiles.ts';

describe('profilesIn', () => {
  it('takes the default of a component that is not named', () =>
    expect(profilesIn([]).get('aci')).to.equal('aks-1.4.8'));
  it('takes the profile that is named', () => expect(profilesIn(['aci=aks-1.6']).get('aci')).to.equal('aks-1.6'));
  it('names the profiles there are', () =>
    expect(() => profilesIn(['aci=aks-2'])).to.throw('--profile aci=aks-2: aci has the profiles aks-1.4.8, aks-1.6'));
  it('names the components there are', () =>
    expect(() => profilesIn(['gce=1.33'])).to.throw(
      'expected component=profile, with one of the components aci, ebs, efs',
    ));
  it('asks for a pair', () => expect(() => profilesIn(['aks-1.6'])).to.throw('expected component=profile'));
});
