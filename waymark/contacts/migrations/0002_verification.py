# Until 0003 fills `expires`, no number is offered: the safe way round.

import datetime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('contacts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Signer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('public_key', models.CharField(max_length=64, unique=True)),
                ('trusted', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('last_serial', models.PositiveBigIntegerField(default=0)),
                ('last_digest', models.CharField(blank=True, max_length=64)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='contact',
            name='signer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='contacts.signer'),
        ),
        migrations.AddField(
            model_name='contact',
            name='area_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='contact',
            name='chat_url',
            field=models.URLField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='contact',
            name='expires',
            field=models.DateField(db_index=True, default=datetime.date(1970, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='contact',
            name='ours',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='contact',
            name='verifier',
            field=models.CharField(default='list', max_length=60),
        ),
        migrations.AddField(
            model_name='contact',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='contact',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='contact',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker'),
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('serial', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('country', models.CharField(blank=True, max_length=2)),
                ('contacts', models.PositiveIntegerField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'ordering': ['-serial'],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verifier', models.CharField(max_length=60)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('through', models.JSONField(blank=True, default=list)),
                ('people', models.PositiveSmallIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('finding', models.CharField(default='right', max_length=60)),
                ('means', models.CharField(max_length=60)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('seen_on', models.DateField()),
                ('expires', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='contacts.contact')),
                ('signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.signer')),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
            ],
            options={
                'ordering': ['-recorded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_version', models.PositiveIntegerField(default=0)),
                ('row', models.JSONField()),
                ('stage', models.CharField(default='open', max_length=60)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('through', models.JSONField(blank=True, default=list)),
                ('means', models.CharField(max_length=60)),
                ('source_url', models.URLField(max_length=500)),
                ('seen_on', models.DateField()),
                ('old_is_wrong', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='contacts.contact')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.worker')),
                ('signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.signer')),
            ],
            options={
                'ordering': ['proposed_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stage', 'open')), fields=('contact',), name='one_open_proposal_a_contact')],
            },
        ),
    ]
