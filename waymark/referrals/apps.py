from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "waymark.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Let each slice name its pages and tell its part of the timeline."""
        from waymark.referrals.compelled import pages as compelled
        from waymark.referrals.consent import pages as consent
        from waymark.referrals.partners import pages as partners
        from waymark.referrals.referring import pages as referring
        from waymark.referrals.rights import pages as rights

        for slice_ in (consent, referring, compelled, rights, partners):
            slice_.register()
