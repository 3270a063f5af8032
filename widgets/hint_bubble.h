#pragma once

#include <QPoint>
#include <QWidget>

class QLabel;

namespace phiscope {

class AppTheme;
class GlyphButton;

/// A few words in a small bubble over the window, with a tip that touches what they are about and a cross to
/// close them. Takes no focus.
class HintBubble : public QWidget {
    Q_OBJECT
public:
    /// On which side of the thing the bubble lies.
    enum class Side { above, below, left, right };

    HintBubble(const QString& text, AppTheme* theme, QWidget* parent);

    /// Shows it with its tip at `target`, in the parent's coordinates; kept within the parent, as far as the
    /// tip allows.
    void pointAt(const QPoint& target, Side side);
    QString text() const;

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();

    AppTheme* theme_;
    QLabel* label_;
    GlyphButton* close_;
    Side side_ = Side::above;
    QPoint tip_; ///< in own coordinates
};

} // namespace phiscope
