import { expect } from 'chai';
import { profileHelp, profilesIn } from './profiles.ts';

describe('profilesIn', () => {
  it('uses the default of a component that is not named', () =>
    expect(profilesIn([]).get('aci')).to.equal('aks-1.4.8'));
  it('uses the profile that is named', () => expect(profilesIn(['aci=aks-1.6']).get('aci')).to.equal('aks-1.6'));
  it('lists the profiles', () =>
    expect(() => profilesIn(['aci=aks-2'])).to.throw('--profile aci=aks-2: aci has the profiles aks-1.4.8, aks-1.6'));
  it('lists the components', () =>
    expect(() => profilesIn(['gce=1.33'])).to.throw(
      'expected component=profile, with one of the components aci, ebs, efs',
    ));
  it('asks for a pair', () => expect(() => profilesIn(['aks-1.6'])).to.throw('expected component=profile'));
});

describe('profileHelp', () => {
  it('lists the components that have a choice', () => {
    expect(profileHelp).to.contain('aci=aks-1.4.8 (default) or aks-1.6, ebs=1.64 (default) or 1.32');
    expect(profileHelp).not.to.contain('akshci');
  });
});
