"""What `briefs.storage.Store` promises, all of it, as tests."""

from tests.contracts.arrival_contract import ArrivalContract
from tests.contracts.catalogue_contract import CatalogueContract
from tests.contracts.cited_copies_contract import CitedCopiesContract
from tests.contracts.citing_contract import CitingContract
from tests.contracts.conversation_contract import ConversationContract
from tests.contracts.correcting_contract import CorrectingContract
from tests.contracts.correction_contract import CorrectionContract
from tests.contracts.erasing_contract import ErasingContract
from tests.contracts.external_contract import ExternalContract
from tests.contracts.feeds_contract import FeedsContract
from tests.contracts.holdings_contract import HoldingsContract
from tests.contracts.intake_contract import IntakeContract
from tests.contracts.lease_contract import LeaseContract
from tests.contracts.ledger_contract import LedgerContract
from tests.contracts.orders_contract import OrdersContract
from tests.contracts.originals_contract import OriginalsContract
from tests.contracts.outbox_contract import OutboxContract
from tests.contracts.outcome_contract import OutcomeContract
from tests.contracts.pace_contract import PaceContract
from tests.contracts.privacy_contract import PrivacyContract
from tests.contracts.publishing_contract import PublishingContract
from tests.contracts.recall_contract import RecallContract
from tests.contracts.receipts_contract import ReceiptsContract
from tests.contracts.search_contract import SearchContract
from tests.contracts.twins_contract import TwinsContract
from tests.contracts.waiting_contract import WaitingContract


class ModelContract(
    IntakeContract,
    CatalogueContract,
    SearchContract,
    CitingContract,
    ConversationContract,
    ArrivalContract,
    OrdersContract,
    RecallContract,
    OutboxContract,
    OutcomeContract,
    PaceContract,
    PublishingContract,
    CorrectingContract,
    CorrectionContract,
    TwinsContract,
    OriginalsContract,
    ExternalContract,
    LeaseContract,
    WaitingContract,
    LedgerContract,
    ReceiptsContract,
    ErasingContract,
):
    """Of the parts that the model has, too."""


class StoreContract(
    ModelContract, CitedCopiesContract, FeedsContract, HoldingsContract, PrivacyContract
):
    """A subclass gives the store in `open`."""
