import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import waymark.vault.fields


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0003_determinations_only_grow'),
        ('vault', '0002_a_search_reads_the_index_alone'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
                ('label', waymark.vault.fields.SealedField(default=b'')),
                ('body', waymark.vault.fields.SealedField(default=b'')),
                ('envelope', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.envelope')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.worker')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
