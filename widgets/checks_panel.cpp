#include "widgets/checks_panel.h"

#include "widgets/app_theme.h"

#include <QEnterEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace phiscope {

namespace {

/// More rows help nobody.
constexpr std::size_t mostRows = 100;

/// One finding: sign and word, the sentence, and the button that mends it.
class CheckRow : public QFrame {
public:
    CheckRow(const Finding& finding, const AppTheme& theme)
        : theme_(theme) {
        setObjectName(QStringLiteral("checkRow"));
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        const QString word = QString::fromStdString(severityWord(finding.severity));
        const QString sentence = QString::fromStdString(finding.sentence);
        setAccessibleName(word + QStringLiteral(": ") + sentence);
        setToolTip(ChecksPanel::tr("Shows it."));
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(12, 4, 8, 4);
        row->setSpacing(8);
        auto* icon = new QLabel;
        icon->setPixmap(
            ChecksPanel::icon(theme, finding.severity).pixmap(theme.signSize(), theme.signSize()));
        row->addWidget(icon, 0, Qt::AlignTop);
        auto* kind = new QLabel(word);
        kind->setFont(theme.numberFont());
        kind->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("Warning ")));
        row->addWidget(kind, 0, Qt::AlignTop);
        auto* text = new QLabel(sentence);
        text->setObjectName(QStringLiteral("checkText"));
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        row->addWidget(text, 1, Qt::AlignTop);
        const QString remedy = QString::fromStdString(remedyText(finding.remedy));
        if (!remedy.isEmpty()) {
            mend = new QPushButton(remedy);
            mend->setObjectName(QStringLiteral("checkMend"));
            mend->setAccessibleName(remedy);
            mend->setToolTip(ChecksPanel::tr("Mends it, in one step that can be undone."));
            mend->setCursor(Qt::ArrowCursor);
            row->addWidget(mend, 0, Qt::AlignTop);
        }
    }

    QPushButton* mend = nullptr;
    std::function<void()> onShow;

protected:
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
            onShow();
        }
    }
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
            event->key() == Qt::Key_Space) {
            onShow();
        } else if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
            focusNextPrevChild(event->key() == Qt::Key_Down);
        } else {
            QFrame::keyPressEvent(event);
        }
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (underMouse()) {
            painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
        }
        if (hasFocus()) {
            painter.setPen(theme_.colours().accent);
            painter.drawRect(rect().adjusted(1, 0, -2, -1));
        }
    }

private:
    const AppTheme& theme_;
};

} // namespace

ChecksPanel::ChecksPanel(AppTheme* theme, QWidget* parent)
    : QScrollArea(parent)
    , theme_(theme)
    , rows_(new QVBoxLayout)
    , none_(new QLabel(tr("Nothing was found. Here stands what makes no physical sense: contacts inside the "
                          "cell, segments or time steps too coarse, synapses that are never driven, a cell "
                          "outside its slice.")))
    , convergenceSign_(new QLabel)
    , convergence_(new QLabel) {
    setObjectName(QStringLiteral("checksPanel"));
    setAccessibleName(tr("Checks"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    rows_->setContentsMargins(0, 4, 0, 4);
    rows_->setSpacing(0);
    none_->setObjectName(QStringLiteral("noChecks"));
    none_->setWordWrap(true);
    none_->setContentsMargins(12, 4, 12, 4);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(none_);
    column->addLayout(rows_);
    auto* check = new QPushButton(tr("Check convergence…"));
    check->setObjectName(QStringLiteral("checkConvergence"));
    check->setToolTip(
        tr("Runs the scene again with half the time step and with shorter segments, and says how "
           "much each signal changes."));
    connect(check, &QPushButton::clicked, this, &ChecksPanel::convergenceRequested);
    convergence_->setObjectName(QStringLiteral("convergenceSummary"));
    convergence_->setWordWrap(true);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(12, 4, 8, 4);
    foot->setSpacing(8);
    foot->addWidget(convergenceSign_, 0, Qt::AlignTop);
    foot->addWidget(convergence_, 1, Qt::AlignTop);
    foot->addWidget(check, 0, Qt::AlignTop);
    column->addLayout(foot);
    column->addStretch(1);
    setWidget(content);
    connect(theme_, &AppTheme::changed, this, [this] {
        rebuild();
        dress();
    });
    rebuild();
    dress();
}

QIcon ChecksPanel::icon(const AppTheme& theme, Finding::Severity severity) {
    switch (severity) {
    case Finding::Severity::note:
        return theme.icon(QStringLiteral("info"), theme.colours().accent);
    case Finding::Severity::warning:
        return theme.icon(QStringLiteral("warning"), theme.colours().warn);
    case Finding::Severity::error:
        break;
    }
    return theme.icon(QStringLiteral("error"), theme.colours().bad);
}

void ChecksPanel::setFindings(std::vector<Finding> findings) {
    if (findings == findings_) {
        return; // rows that did not change stay as they are, with the focus in them
    }
    findings_ = std::move(findings);
    rebuild();
    Q_EMIT changed();
}

void ChecksPanel::setConvergence(const QString& sentence, std::optional<bool> fine) {
    convergence_->setText(sentence);
    if (fine != converged_) {
        converged_ = fine;
        dress();
    }
}

void ChecksPanel::dress() {
    const bool doubtful = converged_ == false;
    const ThemeColours& colours = theme_->colours();
    const QIcon sign = !converged_ ? theme_->icon(QStringLiteral("info"), colours.dimText)
                       : doubtful  ? theme_->icon(QStringLiteral("warning"), colours.warn)
                                   : theme_->icon(QStringLiteral("check"), colours.good);
    convergenceSign_->setPixmap(sign.pixmap(theme_->signSize(), theme_->signSize()));
    QPalette palette = theme_->palette();
    palette.setColor(QPalette::WindowText, converged_ ? colours.text : colours.dimText);
    convergence_->setPalette(palette);
}

void ChecksPanel::rebuild() {
    while (QLayoutItem* item = rows_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setObjectName({});
        item->widget()->deleteLater(); // its button may have been what led here
        delete item;
    }
    QPalette dim = theme_->palette();
    dim.setColor(QPalette::WindowText, theme_->colours().dimText);
    none_->setPalette(dim);
    none_->setVisible(findings_.empty());
    for (std::size_t k = 0; k < std::min(findings_.size(), mostRows); ++k) {
        const Finding& finding = findings_[k];
        auto* row = new CheckRow(finding, *theme_);
        row->onShow = [this, finding] {
            Q_EMIT showRequested(finding);
        };
        if (row->mend != nullptr) {
            connect(row->mend, &QPushButton::clicked, this,
                    [this, finding] { Q_EMIT mendRequested(finding); });
        }
        rows_->addWidget(row);
    }
}

} // namespace phiscope
